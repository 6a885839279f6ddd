import type * as pulumi from '@pulumi/pulumi';

/** A cluster that the same stack makes. */
export interface OwnCluster {
  readonly resource: pulumi.Resource;
  /** Identity of the cluster: another one of the same name has another. */
  readonly uid: pulumi.Input<string>;
}

/**
 * Options of a resource that lives on a cluster of the same stack.
 *
 * It goes with the cluster, without a call to an API server that may be gone; and it is made anew when the cluster is
 * another one, which a provider of the same name would not notice. Needs a Pulumi that knows replacement triggers.
 */
export function onCluster(cluster: OwnCluster): pulumi.CustomResourceOptions {
  return { deletedWith: cluster.resource, replacementTrigger: cluster.uid, deleteBeforeReplace: true };
}
