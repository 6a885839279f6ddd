import type { MeshOptions } from '../mesh/index.js';
import { type Environment, isCloud } from './environment/index.js';

/** What the model of an environment's mesh needs besides its objects: names of clusters by what stands for their ids, and the settings of the mesh. */
export function meshOptions(
  environment: Environment,
): Pick<MeshOptions, 'clusterNames' | 'meshConfig' | 'product' | 'asmInstance'> {
  const { placement } = environment.mesh;
  const clusterNames = Object.fromEntries(placement.clusters.map(({ name }) => [placement.clusterId(name), name]));
  if (!isCloud(environment)) return { clusterNames };
  const { id, outboundTrafficPolicy, istioVersion: version, specification: edition } = environment.settings.mesh;
  const product = 'asm' as const;
  // An instance that was made elsewhere has settings of its own.
  return id === undefined
    ? { clusterNames, meshConfig: { outboundTrafficPolicy }, product, asmInstance: { version, edition } }
    : { clusterNames, product };
}
