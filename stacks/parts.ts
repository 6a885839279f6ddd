import type * as pulumi from '@pulumi/pulumi';
import type { CloudEnvironment, ClusterSettings } from './environment/index.js';

/** A network of your own. */
export interface NetworkPart {
  readonly vpcId: pulumi.Input<string>;
  /** vSwitches for nodes, in the order of `network.zones`. */
  readonly vSwitchIds: pulumi.Input<pulumi.Input<string>[]>;
  /** vSwitches for pods, in the same order. @default those of the nodes */
  readonly podVSwitchIds?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A cluster of your own. */
export interface ClusterPart {
  readonly clusterId: pulumi.Input<string>;
  /** Text of a kubeconfig; it becomes a secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** What must be there before workloads run, as node pools. @default nothing */
  readonly ready?: readonly pulumi.Resource[];
}

/** A mesh of your own. */
export interface MeshPart {
  /** Id of an ASM instance. @default there is none */
  readonly serviceMeshId?: pulumi.Input<string>;
  /** Of the API server of the ASM instance. @default that of the first cluster, where an Istio of your own has its configuration */
  readonly kubeconfig?: pulumi.Input<string>;
  /** What must be there before the charts are deployed. @default nothing */
  readonly ready?: readonly pulumi.Resource[];
}

/** What every part gets. */
export interface PartContext {
  readonly environment: CloudEnvironment;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Parts of a cloud environment that a program makes itself. Each is a function, which is asked in every cloud environment and may decline
 * with `undefined`: then the part is made as the environment's file says.
 */
export interface Parts {
  /** The VPC of the clusters. The zones and ranges in the file describe it, for the checks and the security groups. */
  readonly network?: (context: PartContext) => NetworkPart | undefined;
  /** One of the clusters under `clusters`. */
  readonly cluster?: (name: string, settings: ClusterSettings, context: PartContext) => ClusterPart | undefined;
  /** The ASM instance, or with `mesh.kind: istio` the Istio in the clusters. */
  readonly mesh?: (
    context: PartContext & {
      /** By name, in the order of the file. */
      readonly clusters: Readonly<
        Record<string, { readonly clusterId: pulumi.Output<string>; readonly kubeconfig: pulumi.Output<string> }>
      >;
      readonly network: { readonly vpcId: pulumi.Output<string>; readonly vSwitchIds: pulumi.Output<string[]> };
    },
  ) => MeshPart | undefined;
}
