import * as pulumi from '@pulumi/pulumi';
import { type KindClusterShape, kindConfig } from './kind-config.js';
import { kindProvider } from './kind-provider.js';

/** Args of {@link KindCluster}. */
export interface KindClusterArgs extends KindClusterShape {
  /** Name of the cluster, as `kind get clusters` shows it: lower-case letters, digits, dots and dashes. */
  readonly name: string;
  /** Node image, for example `kindest/node:v1.34.0@sha256:…`. @default the one of the installed kind */
  readonly nodeImage?: string;
  /**
   * Images of the machine's Docker to load into the nodes. One that Docker does not have is pulled first. @default none
   */
  readonly images?: readonly string[];
  /** How long the control plane may take to be ready. @default 300 */
  readonly waitSeconds?: number;
}

/**
 * A kind cluster on this machine, as one resource.
 *
 * A cluster of the same name is taken over only where the same stack made it, as after an interrupted `pulumi up` or
 * with a lost state; any other is left alone, with an error. A change of nodes, ports, ranges or node image replaces
 * the cluster; a change of the images loads them. Refresh finds a cluster that was deleted behind Pulumi's back.
 */
export class KindCluster extends pulumi.dynamic.Resource {
  /** A kubeconfig of a cluster administrator; a secret. */
  declare readonly kubeconfig: pulumi.Output<string>;
  /** Docker's id of the control plane: another cluster of the same name has another. */
  declare readonly uid: pulumi.Output<string>;
  /** Address of the control plane in Docker's network. */
  declare readonly address: pulumi.Output<string>;

  constructor(name: string, args: KindClusterArgs, opts: pulumi.CustomResourceOptions = {}) {
    const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
    super(
      kindProvider,
      name,
      {
        name: args.name,
        config: kindConfig(args.name, args),
        nodeImage: args.nodeImage ?? '',
        images: args.images ?? [],
        owner,
        waitSeconds: args.waitSeconds ?? 300,
        kubeconfig: undefined,
        uid: undefined,
        address: undefined,
      },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ['kubeconfig'], customTimeouts: { create: '20m' } }),
      'asm:local',
      'KindCluster',
    );
  }
}
