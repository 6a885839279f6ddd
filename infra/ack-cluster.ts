import * as cs from '@pulumi/alicloud/cs/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck, plainValue } from './argument-check.js';
import { cidrProblems } from './cidr.js';
import { checkNodePool, NodePool, type NodePoolSpec } from './node-pool.js';
import type { Tags } from './tags.js';

/** Pods get addresses of vSwitches (Terway), or of a range of their own (Flannel). */
export type PodNetwork =
  | { readonly plugin: 'terway'; readonly podVSwitchIds: pulumi.Input<pulumi.Input<string>[]> }
  | {
      readonly plugin: 'flannel';
      /** Range of all pods, outside the VPC. */
      readonly podCidr: pulumi.Input<string>;
      /** Prefix length of one node's share, 24 to 28. @default 25 */
      readonly nodeCidrMask?: pulumi.Input<number>;
    };

/** Which control-plane logs go where. */
export interface ControlPlaneLog {
  /** SLS project. */
  readonly project: pulumi.Input<string>;
  /** Days to keep the logs, 1 to 3650. @default 14 */
  readonly retentionDays?: pulumi.Input<number>;
  /** @default apiserver, kcm, scheduler, ccm */
  readonly components?: readonly string[];
}

/** An add-on of the cluster, by the name that ACK gives it. */
export interface ClusterAddon {
  readonly name: string;
  /** Settings of the add-on, written as JSON. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Whether ACK must not install it. @default false */
  readonly disabled?: boolean;
}

/** What managed and edge clusters have in common. */
export interface ClusterArgs {
  /** An existing cluster to use instead of a new one. It is never changed or deleted. @default a new one */
  readonly clusterId?: pulumi.Input<string>;
  /** Kubernetes version as ACK lists it, for example `1.34.1-aliyun.1`. @default the newest when first created */
  readonly version?: pulumi.Input<string>;
  /** `ack.standard` carries no SLA; production wants `ack.pro.small` or more. @default ack.pro.small */
  readonly specification?: ClusterSpecification;
  /** vSwitches of the control plane and, unless said otherwise, of the nodes. */
  readonly vSwitchIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Range of Services. @default 172.21.0.0/20 */
  readonly serviceCidr?: pulumi.Input<string>;
  /** Security group of the nodes. @default ACK makes an advanced one, and deletes it with the cluster */
  readonly securityGroupId?: pulumi.Input<string>;
  /** Time zone of control plane and nodes. @default Asia/Shanghai, as the service would choose */
  readonly timezone?: pulumi.Input<string>;
  /** Whether the API server gets a public address on port 6443. @default false */
  readonly publicApiServer?: boolean;
  /** Whether Pulumi and the service refuse to delete the cluster. @default true */
  readonly deletionProtection?: boolean;
  /** @default none */
  readonly controlPlaneLog?: ControlPlaneLog;
  /** KMS key for Secrets at rest; `ack.pro` specifications only. @default Secrets are not encrypted by a key of yours */
  readonly encryptionKeyId?: pulumi.Input<string>;
  /** Add-ons besides those of the pod network. They are read when the cluster is created. */
  readonly addons?: readonly ClusterAddon[];
  /** By name. @default no nodes */
  readonly nodePools?: Readonly<Record<string, NodePoolSpec>>;
  readonly tags?: Tags;
}

/** What ACK sells as the size of a managed control plane. */
export type ClusterSpecification =
  | 'ack.standard'
  | 'ack.pro.small'
  | 'ack.pro.xlarge'
  | 'ack.pro.2xlarge'
  | 'ack.pro.4xlarge';

/** Arguments of {@link AckCluster}. */
export interface AckClusterArgs extends ClusterArgs {
  /** Needed for a new cluster. */
  readonly podNetwork?: PodNetwork;
}

const specifications = [
  'ack.standard',
  'ack.pro.small',
  'ack.pro.xlarge',
  'ack.pro.2xlarge',
  'ack.pro.4xlarge',
] as const;

/** The range of Services unless arguments say otherwise. */
export const defaultServiceCidr = '172.21.0.0/20';

/** Settings that an existing cluster has already. */
const SETTLED = [
  'version',
  'specification',
  'serviceCidr',
  'securityGroupId',
  'timezone',
  'publicApiServer',
  'deletionProtection',
  'controlPlaneLog',
  'addons',
] as const;

/**
 * What is wrong with the arguments that managed and edge clusters share.
 *
 * @param podCidrPath property that gives the range of Flannel's pods
 */
export function checkCluster(
  check: ArgumentCheck,
  args: ClusterArgs,
  podNetwork: PodNetwork | undefined,
  podCidrPath: string,
): void {
  check.matches('clusterId', args.clusterId, /^c[0-9a-f]{32}$/, 'the id of a cluster: c and 32 hexadecimal digits');
  check.matches('version', args.version, /^1\.\d+\.\d+-\S+$/, 'a version such as 1.34.1-aliyun.1');
  check.oneOf('specification', args.specification, specifications);
  if (args.clusterId === undefined) {
    if (args.vSwitchIds === undefined) {
      check.refuse('ARG_MISSING', 'vSwitchIds', 'a new cluster needs them', 'give the vSwitches of the control plane');
    }
  } else if (Object.keys(args.nodePools ?? {}).length > 0 && args.vSwitchIds === undefined) {
    check.refuse('ARG_MISSING', 'vSwitchIds', 'the nodes of the pools need them', 'give the vSwitches of the nodes');
  }
  check.atLeast('vSwitchIds', args.vSwitchIds, 1, 'vSwitch');
  check.settled(args, 'clusterId', 'cluster', SETTLED);
  if (args.encryptionKeyId !== undefined && args.specification === 'ack.standard') {
    check.refuse(
      'ARG_EDITION',
      'encryptionKeyId',
      'ack.standard cannot encrypt Secrets',
      'use an ack.pro specification',
    );
  }
  if (args.controlPlaneLog !== undefined) check.required(args.controlPlaneLog, ['project'], 'controlPlaneLog.');
  const serviceCidr = plainValue(args.serviceCidr ?? defaultServiceCidr);
  const ranges = serviceCidr === undefined ? [] : [{ path: 'serviceCidr', cidr: serviceCidr }];
  if (podNetwork?.plugin === 'flannel') {
    const podCidr = plainValue(podNetwork.podCidr);
    if (podCidr !== undefined) ranges.push({ path: podCidrPath, cidr: podCidr });
  }
  check.add(cidrProblems(ranges));
  check.between('controlPlaneLog.retentionDays', args.controlPlaneLog?.retentionDays, 1, 3650);
  for (const [key, pool] of Object.entries(args.nodePools ?? {})) checkNodePool(check, `nodePools.${key}`, pool);
}

function checkPodNetwork(check: ArgumentCheck, { clusterId, podNetwork }: AckClusterArgs): void {
  if (podNetwork === undefined) {
    if (clusterId !== undefined) return;
    check.refuse('ARG_MISSING', 'podNetwork', 'a new cluster needs one', 'give plugin terway or flannel');
    return;
  }
  check.oneOf('podNetwork.plugin', podNetwork.plugin, ['terway', 'flannel']);
  if (podNetwork.plugin === 'flannel') {
    check.required(podNetwork, ['podCidr'], 'podNetwork.');
    check.between('podNetwork.nodeCidrMask', podNetwork.nodeCidrMask, 24, 28);
  } else if (podNetwork.plugin === 'terway') {
    check.required(podNetwork, ['podVSwitchIds'], 'podNetwork.');
    check.atLeast('podNetwork.podVSwitchIds', podNetwork.podVSwitchIds, 1, 'vSwitch');
  }
}

/** The add-ons and addresses that a pod network needs. */
function podNetworkSettings(podNetwork: PodNetwork | undefined): {
  addon: ClusterAddon;
  settings: cs.ManagedKubernetesArgs;
} {
  if (podNetwork?.plugin === 'flannel') {
    return {
      addon: { name: 'flannel' },
      settings: { podCidr: podNetwork.podCidr, nodeCidrMask: podNetwork.nodeCidrMask ?? 25 },
    };
  }
  return {
    addon: { name: 'terway-eniip', config: { IPVlan: 'false', NetworkPolicy: 'true', ENITrunking: 'true' } },
    settings: { podVswitchIds: podNetwork?.podVSwitchIds },
  };
}

const defaultComponents = ['apiserver', 'kcm', 'scheduler', 'ccm'];

/** The cluster resource of a managed (`Default`) or edge (`Edge`) cluster. */
export function managedKubernetes(
  name: string,
  profile: 'Default' | 'Edge',
  args: ClusterArgs,
  podNetwork: PodNetwork | undefined,
  opts: pulumi.CustomResourceOptions,
): cs.ManagedKubernetes {
  const { addon, settings } = podNetworkSettings(podNetwork);
  const addons = [addon, ...(args.addons ?? [])].map(({ config, ...rest }) => ({
    ...rest,
    ...(config ? { config: JSON.stringify(config) } : {}),
  }));
  const log = args.controlPlaneLog;
  return new cs.ManagedKubernetes(
    name,
    {
      name,
      profile,
      clusterSpec: args.specification ?? 'ack.pro.small',
      version: args.version,
      vswitchIds: args.vSwitchIds,
      ...settings,
      serviceCidr: args.serviceCidr ?? defaultServiceCidr,
      proxyMode: 'ipvs',
      timezone: args.timezone ?? 'Asia/Shanghai',
      newNatGateway: false,
      slbInternetEnabled: args.publicApiServer ?? false,
      ...(args.securityGroupId === undefined
        ? { isEnterpriseSecurityGroup: true }
        : { securityGroupId: args.securityGroupId }),
      deletionProtection: args.deletionProtection ?? true,
      enableRrsa: profile === 'Default' ? true : undefined,
      ...(args.encryptionKeyId === undefined
        ? {}
        : { encryptionProviderKey: args.encryptionKeyId, disableEncryption: false }),
      ...(log
        ? {
            controlPlaneLogProject: log.project,
            controlPlaneLogTtl: pulumi.output(log.retentionDays ?? 14).apply(String),
            controlPlaneLogComponents: [...(log.components ?? defaultComponents)],
          }
        : {}),
      addons,
      skipSetCertificateAuthority: true,
      // What Services made for themselves goes with the cluster, so that nothing billable stays.
      deleteOptions: [
        { resourceType: 'SLB', deleteMode: 'delete' },
        { resourceType: 'ALB', deleteMode: 'delete' },
        { resourceType: 'SLS_Data', deleteMode: 'delete' },
        // A project that is given holds the logs of others too.
        { resourceType: 'SLS_ControlPlane', deleteMode: log === undefined ? 'delete' : 'retain' },
      ],
      tags: { ...args.tags },
    },
    // The preview of a destroy or a replacement says so already, and not only the service half-way.
    { ...opts, protect: args.deletionProtection ?? true },
  );
}

/** The kubeconfig of a cluster, as a secret: through the private address unless the API server is public. */
export function clusterKubeconfig(
  clusterId: pulumi.Output<string>,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  return pulumi.secret(cs.getClusterCredentialOutput({ clusterId }, opts).kubeConfig);
}

/**
 * An ACK managed cluster with its node pools. The API server is private and the cluster protected from deletion
 * unless said otherwise; Secrets and disks are encrypted.
 *
 * @throws ProblemsError for missing vSwitches, ranges that overlap, or pools that cannot be made.
 */
export class AckCluster extends pulumi.ComponentResource {
  readonly clusterId: pulumi.Output<string>;
  /** Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Whether the stack found it rather than made it. */
  readonly adopted: boolean;
  /** The cluster, unless it existed. */
  readonly cluster: cs.ManagedKubernetes | undefined;
  readonly nodePools: NodePool[];

  constructor(name: string, args: AckClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`AckCluster ${name}`);
    checkPodNetwork(check, args);
    checkCluster(check, args, args.podNetwork, 'podNetwork.podCidr');
    check.settled(args, 'clusterId', 'cluster', ['podNetwork']);
    check.finish();
    super('asm:cluster:AckCluster', name, {}, opts);
    this.adopted = args.clusterId !== undefined;
    if (!this.adopted) {
      this.cluster = managedKubernetes(name, 'Default', args, args.podNetwork, { parent: this });
    }
    this.clusterId = pulumi.output(args.clusterId ?? this.cluster?.id ?? '');
    this.nodePools = Object.entries(args.nodePools ?? {}).map(
      ([key, pool]) =>
        new NodePool(
          `${name}-${key}`,
          {
            kmsKeyId: pool.encrypted === false ? undefined : args.encryptionKeyId,
            ...pool,
            clusterId: this.clusterId,
            vSwitchIds: args.vSwitchIds ?? [],
            tags: args.tags,
          },
          { parent: this },
        ),
    );
    this.kubeconfig = clusterKubeconfig(this.clusterId, { parent: this });
    this.registerOutputs({ clusterId: this.clusterId, kubeconfig: this.kubeconfig });
  }
}
