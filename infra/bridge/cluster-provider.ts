import * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';

/** Args of {@link clusterProvider}. */
export interface ClusterProviderArgs {
  /** Kubeconfig of the API server; it may be unknown during a preview. */
  readonly kubeconfig: pulumi.Input<string>;
  /**
   * Identity of the cluster. Only another one replaces what is deployed there; a kubeconfig may change its address or
   * its credentials, or be unknown in a preview, without that.
   */
  readonly clusterId: pulumi.Input<string>;
  /**
   * Forgets the objects of an API server that does not answer, on refresh and delete. Right where the server is gone
   * when it is silent. @default false: that is an error
   */
  readonly deleteUnreachable?: boolean;
}

/**
 * The Kubernetes provider for what {@link ChartDeployment} deploys.
 *
 * Objects that exist already are taken over. An update that was killed leaves objects that no state knows; so does
 * `kubectl apply` of the synthesized files; and Kubernetes makes some namespaces itself. By default the provider
 * refuses all of them, because a renamed resource would take its own object over and then delete it. That cannot
 * happen here: a resource is named after its object, see {@link resourceName}. For the same reason fields that somebody
 * else has set are taken back: what the charts say counts.
 *
 * @see https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
 */
export function clusterProvider(
  name: string,
  { kubeconfig, clusterId, deleteUnreachable = false }: ClusterProviderArgs,
  opts: pulumi.ResourceOptions = {},
): kubernetes.Provider {
  return new kubernetes.Provider(
    name,
    {
      kubeconfig,
      clusterIdentifier: clusterId,
      upsertExistingObjects: true,
      enablePatchForce: true,
      deleteUnreachable,
    },
    opts,
  );
}
