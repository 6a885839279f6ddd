import type * as pulumi from '@pulumi/pulumi';
import type { OwnCluster } from './own-cluster.js';

/** How to reach an API server. */
export interface DeploymentTarget {
  /** The Kubernetes provider whose kubeconfig leads to the API server; it may be unknown during a preview. */
  readonly provider: pulumi.ProviderResource;
  /** The cluster, where it is a resource of the same stack: its objects go with it and come with a new one. @default none */
  readonly cluster?: OwnCluster;
  /**
   * Kubeconfig of the API server, with a certificate or a token. With it a subset that goes is kept until no route
   * names it; see `SubsetLifetime`. @default none: DestinationRules are always changed before routes
   */
  readonly kubeconfig?: pulumi.Input<string>;
}
