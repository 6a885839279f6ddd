import type { Lookup } from '../account-lookup.js';
import type { CloudSettings } from '../environment/index.js';

/**
 * The clusters that exist already and are in another VPC than the mesh, a line each: their proxies reach Pilot only where somebody has
 * connected the two. Document: ACK, DescribeClustersV1 (2015-12-15).
 */
export async function foreignClusters(lookup: Lookup, { clusters, network, mesh }: CloudSettings): Promise<string[]> {
  const named = Object.entries(clusters).flatMap(([name, cluster]) =>
    cluster.type === 'existing' ? [{ name, id: cluster.id }] : [],
  );
  if (named.length === 0 || mesh.kind !== 'asm' || mesh.id !== undefined) return [];
  const found = await lookup.clusters('/api/v1/clusters', { page_size: '100' }, 'clusters');
  return named.flatMap(({ name, id }) => {
    const vpc = found.find((cluster) => cluster['cluster_id'] === id)?.['vpc_id'];
    if (typeof vpc !== 'string' || vpc === '' || vpc === network.vpcId) return [];
    const own = network.vpcId === undefined ? 'a new VPC' : `VPC ${network.vpcId}`;
    return [
      `clusters.${name}: cluster ${id} is in VPC ${vpc} and the mesh in ${own}; its proxies reach Pilot only if the two are connected, for ` +
        `example by Cloud Enterprise Network; set network.vpcId to ${vpc} to put the mesh beside it`,
    ];
  });
}
