import type * as pulumi from '@pulumi/pulumi';
import {
  AckCluster,
  type ControlPlaneLog,
  EdgeCluster,
  type Network,
  type NodePoolSpec,
  type SecurityGroup,
} from '../infra/index.js';
import type { ClusterSettings } from './environment/index.js';

/** A data-plane cluster of an environment. */
export interface CloudCluster {
  /** Name in the environment. */
  readonly name: string;
  readonly component: AckCluster | EdgeCluster;
}

/** What the clusters of an environment share. */
export interface CloudClusterContext {
  readonly network: Network;
  readonly securityGroup: SecurityGroup | undefined;
  readonly encryptionKeyId: pulumi.Output<string> | undefined;
  readonly deletionProtection: boolean;
  readonly log: ControlPlaneLog;
  readonly tags: Record<string, string>;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Declares one cluster as its settings say. */
export function cloudCluster(
  environment: string,
  name: string,
  settings: ClusterSettings,
  context: CloudClusterContext,
): CloudCluster {
  const label = `${environment}-${name}`;
  const opts = { dependsOn: [...context.dependsOn] };
  if (settings.type === 'existing') {
    const component = settings.edge
      ? new EdgeCluster(label, { clusterId: settings.id }, opts)
      : new AckCluster(label, { clusterId: settings.id }, opts);
    return { name, component };
  }
  const { network, securityGroup, encryptionKeyId, log, tags } = context;
  // ack.standard cannot encrypt Secrets with a key of ours; its disks still are.
  const encrypts = encryptionKeyId !== undefined && settings.specification !== 'ack.standard';
  const common = {
    specification: settings.specification,
    vSwitchIds: network.vSwitchIds,
    publicApiServer: settings.publicApiServer,
    deletionProtection: context.deletionProtection,
    controlPlaneLog: log,
    nodePools: nodePools(settings.nodePools, encryptionKeyId),
    tags,
    ...(settings.version === undefined ? {} : { version: settings.version }),
    ...(settings.serviceCidr === undefined ? {} : { serviceCidr: settings.serviceCidr }),
    ...(securityGroup === undefined ? {} : { securityGroupId: securityGroup.securityGroupId }),
    ...(encrypts ? { encryptionKeyId } : {}),
  };
  const { podCidr } = settings;
  const component =
    settings.type === 'edge'
      ? new EdgeCluster(
          label,
          { ...common, ...(podCidr === undefined ? {} : { podCidr }), edgeNodePools: settings.edgeNodePools },
          opts,
        )
      : new AckCluster(
          label,
          {
            ...common,
            podNetwork:
              podCidr === undefined
                ? { plugin: 'terway', podVSwitchIds: network.podVSwitchIds }
                : { plugin: 'flannel', podCidr },
          },
          opts,
        );
  return { name, component };
}

type PoolSettings = Extract<ClusterSettings, { nodePools: unknown }>['nodePools'];

function nodePools(pools: PoolSettings, kmsKeyId: pulumi.Output<string> | undefined): Record<string, NodePoolSpec> {
  return Object.fromEntries(
    Object.entries(pools).map(([key, { instanceTypes, desired, min, max, systemDiskSize, labels }]) => [
      key,
      {
        instanceTypes,
        size: max === undefined ? desired : { min: min ?? desired, max },
        systemDiskSize,
        labels,
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      },
    ]),
  );
}
