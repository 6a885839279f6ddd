import type * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { z } from 'zod';
import type { Environment } from './environment/index.js';

/** A data-plane cluster, as add-ons see it. */
export interface AddOnCluster {
  /** Name in the environment. */
  readonly name: string;
  readonly clusterId: pulumi.Output<string>;
  /** Text of a kubeconfig; a secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** For resources of `@pulumi/kubernetes` on the cluster. */
  readonly provider: kubernetes.Provider;
}

/** The mesh, as add-ons see it. */
export interface AddOnMesh {
  /** Id of the ASM instance; `undefined` with an Istio of your own. */
  readonly serviceMeshId: pulumi.Output<string> | undefined;
  /** For the API server on which Istio's configuration lives: that of the ASM instance, or of the first cluster. A secret. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly provider: kubernetes.Provider;
}

/** The network of the clusters. */
export interface AddOnNetwork {
  readonly vpcId: pulumi.Output<string>;
  /** vSwitches of the nodes, in the order of the zones. */
  readonly vSwitchIds: pulumi.Output<string[]>;
}

/** What an add-on gets: the environment, and everything in it that the program has declared. */
export interface AddOnContext {
  /** Its name and settings; `isCloud` and `isLocal` tell of which kind it is. */
  readonly environment: Environment;
  /** For whatever takes tags: owner, cost center, data classification, environment. */
  readonly tags: Readonly<Record<string, string>>;
  /** In the order of the environment's file. */
  readonly clusters: readonly AddOnCluster[];
  readonly mesh: AddOnMesh;
  /** ARNs of the RAM roles that the environment makes, by team; empty on this machine. */
  readonly roles: Readonly<Record<string, pulumi.Output<string>>>;
  /** `undefined` on this machine, as the next two are. */
  readonly network: AddOnNetwork | undefined;
  /** Name of the SLS project of the environment. */
  readonly logProject: pulumi.Output<string> | undefined;
  readonly accountId: pulumi.Output<string> | undefined;
  /** Addresses by gateway and cluster, known once the charts are deployed. */
  readonly gateways: pulumi.Output<Readonly<Record<string, Readonly<Record<string, string>>>>>;
  /** Makes the charts wait for resources, such as kinds that their objects are of. They must not need `gateways`. */
  readonly beforeCharts: (...resources: readonly pulumi.Resource[]) => void;
}

/** What an add-on leaves in the outputs of the stack, under `addOns.<name>`. */
export type AddOnOutputs = Readonly<Record<string, unknown>>;

/** As a method, so that an add-on with settings of its own is an {@link AddOn}. */
interface Declares<Settings> {
  // biome-ignore lint/suspicious/noConfusingVoidType: an add-on may return nothing.
  declare(context: AddOnContext, settings: Settings): AddOnOutputs | undefined | void;
}

/**
 * A function that declares more: it runs in every environment, after clusters and mesh are declared and before the charts are.
 *
 * Its name is that of the function, or the one that {@link addOn} gives it.
 */
export type AddOn<Schema extends z.ZodObject = z.ZodObject> = Declares<z.infer<Schema>>['declare'] & {
  readonly name: string;
  /** What an environment may set under `addOns.<name>`. @default nothing */
  readonly settings?: Schema;
};

/**
 * An add-on with settings of its own. An environment gives them under `addOns.<name>`, or switches the add-on off with `<name>: false`.
 *
 * @param declare as {@link AddOn}; the settings are checked, with their defaults filled in
 */
export function addOn<Schema extends z.ZodObject>(
  { name, settings }: { readonly name: string; readonly settings: Schema },
  declare: Declares<z.infer<Schema>>['declare'],
): AddOn<Schema> {
  const named: Declares<z.infer<Schema>>['declare'] = (context, given) => declare(context, given);
  return Object.defineProperties(named, { name: { value: name }, settings: { value: settings } }) as AddOn<Schema>;
}
