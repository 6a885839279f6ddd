import * as pulumi from '@pulumi/pulumi';
import { Network, SecurityGroup, SecurityGroupPeering, TransitRouter } from '../infra/index.js';
import type { CloudSettings } from './environment/index.js';
import type { NetworkPart } from './parts.js';

/** The VPC that clusters or the mesh are in. */
export type ClusterNetwork = Pick<Network, 'vpcId' | 'vSwitchIds' | 'podVSwitchIds' | 'egressIpAddress'>;

/** The networks of an environment: of the clusters, and of the mesh where it has its own. */
export interface Networks {
  readonly clusters: ClusterNetwork;
  readonly mesh: ClusterNetwork;
  /** What must exist before mesh and clusters reach each other. */
  readonly connected: readonly pulumi.Resource[];
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
}

/** Declares the network of the clusters as the settings say. */
function clusterNetwork(name: string, settings: CloudSettings, tags: Record<string, string>): ClusterNetwork {
  const { cidr, vpcId, zones, egress, egressBandwidth } = settings.network;
  const serviceRanges = Object.entries(settings.clusters).flatMap(([cluster, spec]) =>
    spec.type === 'existing'
      ? []
      : [
          [`clusters.${cluster}.serviceCidr`, spec.serviceCidr] as const,
          [`clusters.${cluster}.podCidr`, spec.podCidr] as const,
        ],
  );
  const reservedCidrs: Record<string, string> = {};
  for (const [path, range] of serviceRanges) if (range !== undefined) reservedCidrs[path] = range;
  return new Network(name, {
    ...(vpcId === undefined ? { cidrBlock: cidr } : { vpcId }),
    zones,
    egress,
    egressBandwidth,
    reservedCidrs,
    tags,
  });
}

function ownNetwork({ vpcId, vSwitchIds, podVSwitchIds = vSwitchIds }: NetworkPart): ClusterNetwork {
  return {
    vpcId: pulumi.output(vpcId),
    vSwitchIds: pulumi.output(vSwitchIds),
    podVSwitchIds: pulumi.output(podVSwitchIds),
    egressIpAddress: undefined,
  };
}

/**
 * Declares the networks, the security groups of the clusters, and what connects them.
 *
 * @param own what the program has made itself: the network of the clusters, and clusters, which need no security group
 */
export function cloudNetwork(
  name: string,
  settings: CloudSettings,
  tags: Record<string, string>,
  own: { readonly network: NetworkPart | undefined; readonly clusters: ReadonlyMap<string, unknown> },
): Networks {
  const { cidr, zones, securityGroup, meshVpc } = settings.network;
  const clusters = own.network === undefined ? clusterNetwork(name, settings, tags) : ownNetwork(own.network);
  const inside = { vpc: { cidr, description: 'everything in the VPC' } };
  const connectedRules =
    meshVpc === undefined ? inside : { ...inside, mesh: { cidr: meshVpc.cidr, description: 'the VPC of the mesh' } };
  const made = Object.entries(settings.clusters).filter(
    ([cluster, { type }]) => type !== 'existing' && !own.clusters.has(cluster),
  );
  const securityGroups = new Map(
    made.map(([cluster]) => [
      cluster,
      new SecurityGroup(`${name}-${cluster}`, {
        vpcId: clusters.vpcId,
        type: securityGroup,
        // Basic groups name each other; advanced ones cannot, and let the VPC's ranges in.
        ingress: securityGroup === 'basic' && made.length > 1 ? {} : connectedRules,
        tags,
      }),
    ]),
  );
  if (securityGroup === 'basic' && securityGroups.size > 1) {
    const groups = Object.fromEntries([...securityGroups].map(([cluster, group]) => [cluster, group.securityGroupId]));
    new SecurityGroupPeering(name, { groups });
  }
  if (meshVpc === undefined) return { clusters, mesh: clusters, connected: [], securityGroups };

  const mesh = new Network(`${name}-mesh`, { cidrBlock: meshVpc.cidr, zones: meshVpc.zones, egress: false, tags });
  const attach = (vpc: ClusterNetwork) => ({
    vpcId: vpc.vpcId,
    zones: (vpc === mesh ? meshVpc.zones : zones).map(({ zoneId }, index) => ({
      zoneId,
      vSwitchId: vpc.vSwitchIds.apply((ids) => ids[index] ?? ''),
    })),
  });
  const router = new TransitRouter(name, {
    ...(meshVpc.cenId === undefined ? {} : { cenId: meshVpc.cenId }),
    attachments: { clusters: attach(clusters), mesh: attach(mesh) },
    tags,
  });
  return { clusters, mesh, connected: router.propagations, securityGroups };
}
