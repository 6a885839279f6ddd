import * as pulumi from '@pulumi/pulumi';
import { imageProvider } from './image-provider.js';
import { type KindClusterShape, kindConfig } from './kind-config.js';
import { kindProvider } from './kind-provider.js';

/** Args of {@link KindCluster}. */
export interface KindClusterArgs extends KindClusterShape {
  /** Name of the cluster, as `kind get clusters` shows it: lower-case letters, digits, dots and dashes. */
  readonly name: string;
  /** Node image, for example `kindest/node:v1.34.0@sha256:…`. @default the one of the installed kind */
  readonly nodeImage?: string;
  /** Whether the patches hold secrets: the state keeps the configuration of the cluster as one. @default false */
  readonly isSecret?: boolean;
  /** How long the control plane may take to be ready. @default 300 */
  readonly waitSeconds?: number;
}

/**
 * A kind cluster on this machine, as one resource.
 *
 * A cluster of the same name is taken over only where the same stack made it, as after an interrupted `pulumi up` or
 * with a lost state; any other is left alone, with an error. A change of nodes, ports, ranges or node image replaces
 * the cluster. Refresh finds a cluster that was deleted behind Pulumi's back.
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
        config: args.isSecret === true ? pulumi.secret(kindConfig(args.name, args)) : kindConfig(args.name, args),
        nodeImage: args.nodeImage ?? '',
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

/** Args of {@link KindImages}. */
export interface KindImagesArgs {
  readonly cluster: KindCluster;
  /** Name of the cluster in kind. */
  readonly clusterName: string;
  /** Images of the machine's Docker. One that it lacks is pulled first. */
  readonly images: readonly string[];
}

/**
 * Images of this machine's Docker on the nodes of a kind cluster.
 *
 * A resource of its own, so that the preview of another list knows that the cluster stays as it is.
 */
export class KindImages extends pulumi.dynamic.Resource {
  constructor(name: string, args: KindImagesArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(
      imageProvider,
      name,
      { cluster: args.clusterName, uid: args.cluster.uid, images: args.images },
      { ...opts, deletedWith: args.cluster },
      'asm:local',
      'KindImages',
    );
  }
}
