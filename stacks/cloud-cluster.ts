import * as pulumi from '@pulumi/pulumi';
import {
  AckCluster,
  type ControlPlaneLog,
  EdgeCluster,
  type NodePoolSpec,
  type SecurityGroup,
} from '../infra/index.js';
import type { ClusterNetwork } from './cloud-network.js';
import type { ClusterSettings } from './environment/index.js';
import type { ClusterPart } from './parts.js';

/** A data-plane cluster of an environment. */
export interface CloudCluster {
  /** Name in the environment. */
  readonly name: string;
  readonly clusterId: pulumi.Output<string>;
  /** Text of a kubeconfig; a secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Whether something else has made it. */
  readonly adopted: boolean;
  /** What must be there before the mesh takes it in. */
  readonly made: readonly pulumi.Resource[];
  /** What must be there before workloads run. */
  readonly nodePools: readonly pulumi.Resource[];
}

/** What the clusters of an environment share. */
export interface CloudClusterContext {
  readonly network: ClusterNetwork;
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
    return cloudClusterOf(name, component);
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
  return cloudClusterOf(name, component);
}

function cloudClusterOf(name: string, component: AckCluster | EdgeCluster): CloudCluster {
  const { clusterId, kubeconfig, adopted, nodePools } = component;
  return { name, clusterId, kubeconfig, adopted, made: [component], nodePools };
}

/** A cluster that the program has made itself. */
export function ownCluster(name: string, { clusterId, kubeconfig, ready = [] }: ClusterPart): CloudCluster {
  return {
    name,
    clusterId: pulumi.output(clusterId),
    kubeconfig: pulumi.secret(kubeconfig),
    adopted: true,
    made: [],
    nodePools: ready,
  };
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
