import * as cs from '@pulumi/alicloud/cs/index.js';
import * as pulumi from '@pulumi/pulumi';
import { type ClusterArgs, checkCluster, clusterKubeconfig, managedKubernetes } from './ack-cluster.js';
import { ArgumentCheck } from './argument-check.js';
import { NodePool } from './node-pool.js';

/** A group of machines outside the cloud that join the cluster by a script. */
export interface EdgeNodePoolSpec {
  /** Kubernetes labels of the nodes. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Arguments of {@link EdgeCluster}. */
export interface EdgeClusterArgs extends ClusterArgs {
  /** Range of all pods, outside the VPC and every site. Needed for a new cluster. */
  readonly podCidr?: pulumi.Input<string>;
  /** Pools of machines at the edge, by name. ECS nodes for the system's own pods go into `nodePools`. @default none */
  readonly edgeNodePools?: Readonly<Record<string, EdgeNodePoolSpec>>;
}

/**
 * An ACK edge cluster: a managed cluster with the edge profile, with ECS nodes for its system pods and pools that
 * machines at the edge join. Edge machines reach the API server over a private line, or over the Internet when
 * `publicApiServer` is set.
 *
 * @throws ProblemsError for missing vSwitches, ranges that overlap, or pools that cannot be made.
 */
export class EdgeCluster extends pulumi.ComponentResource {
  readonly clusterId: pulumi.Output<string>;
  /** Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Whether the stack found it rather than made it. */
  readonly adopted: boolean;
  /** Where edge nodes reach the API server: public, or private for a dedicated line. */
  readonly endpoint: pulumi.Output<string> | undefined;
  /** The cluster, unless it existed. */
  readonly cluster: cs.ManagedKubernetes | undefined;
  readonly nodePools: NodePool[];
  readonly edgeNodePools: cs.NodePool[];

  constructor(name: string, args: EdgeClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const podNetwork = args.podCidr === undefined ? undefined : ({ plugin: 'flannel', podCidr: args.podCidr } as const);
    const check = new ArgumentCheck(`EdgeCluster ${name}`);
    if (args.clusterId === undefined && args.podCidr === undefined) {
      check.refuse('ARG_MISSING', 'podCidr', 'a new cluster needs it', 'give the range of all pods');
    }
    checkCluster(check, args, podNetwork, 'podCidr');
    check.settled(args, 'clusterId', 'cluster', ['podCidr']);
    check.finish();
    super('asm:cluster:EdgeCluster', name, {}, opts);
    this.adopted = args.clusterId !== undefined;
    if (!this.adopted) {
      this.cluster = managedKubernetes(name, 'Edge', args, podNetwork, { parent: this });
      this.endpoint = this.cluster.connections.apply((connections) =>
        args.publicApiServer ? connections.apiServerInternet : connections.apiServerIntranet,
      );
    }
    this.clusterId = pulumi.output(args.clusterId ?? this.cluster?.id ?? '');
    this.nodePools = Object.entries(args.nodePools ?? {}).map(
      ([key, pool]) =>
        new NodePool(
          `${name}-${key}`,
          { ...pool, clusterId: this.clusterId, vSwitchIds: args.vSwitchIds ?? [], tags: args.tags },
          { parent: this },
        ),
    );
    this.edgeNodePools = Object.entries(args.edgeNodePools ?? {}).map(
      ([key, pool]) =>
        new cs.NodePool(
          `${name}-${key}`,
          {
            nodePoolName: `${name}-${key}`,
            clusterId: this.clusterId,
            type: 'edge',
            labels: Object.entries(pool.labels ?? {}).map(([label, value]) => ({ key: label, value })),
            tags: { ...args.tags },
          },
          // Edge pools need the ECS nodes that run the tunnel's cloud side.
          { parent: this, dependsOn: this.nodePools },
        ),
    );
    this.kubeconfig = clusterKubeconfig(this.clusterId, { parent: this });
    this.registerOutputs({ clusterId: this.clusterId, kubeconfig: this.kubeconfig, endpoint: this.endpoint });
  }
}
