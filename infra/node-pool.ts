import * as cs from '@pulumi/alicloud/cs/index.js';
import * as pulumi from '@pulumi/pulumi';
import { isLabelValue, labelValueRule } from '../mesh/index.js';
import { ArgumentCheck, plainValue } from './argument-check.js';
import type { Tags } from './tags.js';

/** A taint that keeps pods without a toleration off the nodes. */
export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** The nodes of a pool, apart from the cluster that they belong to. */
export interface NodePoolSpec {
  /** ECS instance types in order of preference, for example `ecs.g7.xlarge`. */
  readonly instanceTypes: readonly pulumi.Input<string>[];
  /** A fixed number of nodes, or the range in which the cluster autoscaler moves. @default 2 */
  readonly size?: pulumi.Input<number> | { readonly min: number; readonly max: number };
  /** System disk in GiB, 40 to 2048. @default 120 */
  readonly systemDiskSize?: pulumi.Input<number>;
  /** @default cloud_essd */
  readonly systemDiskCategory?: 'cloud_essd' | 'cloud_auto' | 'cloud_ssd' | 'cloud_efficiency';
  /** Whether the system disk is encrypted at rest. @default true */
  readonly encrypted?: boolean;
  /** KMS key of the disks. @default the account's service key */
  readonly kmsKeyId?: pulumi.Input<string>;
  /** Operating system. @default AliyunLinux3 */
  readonly imageType?: pulumi.Input<string>;
  /** Kubernetes labels of the nodes. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly NodeTaint[];
  /** SSH key pair for break-glass access. @default no SSH access */
  readonly keyName?: pulumi.Input<string>;
  /** Whether ACK repairs nodes that are not ready. @default true */
  readonly autoRepair?: boolean;
}

/** Arguments of {@link NodePool}. */
export interface NodePoolArgs extends NodePoolSpec {
  readonly clusterId: pulumi.Input<string>;
  /** vSwitches of the nodes; one a zone spreads them. */
  readonly vSwitchIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Security groups of the nodes. @default the cluster's */
  readonly securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly tags?: Tags;
}

/** The fixed size or the range of a pool, as numbers where they are known. */
export function poolSize(size: NodePoolSpec['size']): { min: number; max: number } | undefined {
  if (size === undefined) return { min: 2, max: 2 };
  const plain = plainValue(size as pulumi.Input<number>);
  if (typeof plain === 'number') return { min: plain, max: plain };
  return isRange(size) ? { min: size.min, max: size.max } : undefined;
}

function isRange(size: NodePoolSpec['size']): size is { min: number; max: number } {
  return typeof size === 'object' && 'min' in size && 'max' in size && !pulumi.Output.isInstance(size);
}

const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** What is wrong with a pool; `path` leads to it in the arguments of whoever checks. */
export function checkNodePool(check: ArgumentCheck, path: string, spec: NodePoolSpec): void {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  check.required(spec, ['instanceTypes'], path === '' ? '' : `${path}.`);
  check.atLeast(at('instanceTypes'), spec.instanceTypes, 1, 'instance type');
  spec.instanceTypes?.forEach((type, index) => {
    check.matches(at(`instanceTypes[${index}]`), type, /^ecs\.[a-z0-9-]+\.[a-z0-9-]+$/, 'a type such as ecs.g7.xlarge');
  });
  if (isRange(spec.size)) {
    check.between(at('size.min'), spec.size.min, 0, 1000);
    check.between(at('size.max'), spec.size.max, 1, 1000);
    if (spec.size.min > spec.size.max) {
      check.refuse('ARG_RANGE', at('size'), `min ${spec.size.min} is over max ${spec.size.max}`, 'give min below max');
    }
  } else {
    check.between(at('size'), spec.size as pulumi.Input<number> | undefined, 0, 1000);
  }
  check.between(at('systemDiskSize'), spec.systemDiskSize, 40, 2048);
  check.oneOf(at('systemDiskCategory'), spec.systemDiskCategory, [
    'cloud_essd',
    'cloud_auto',
    'cloud_ssd',
    'cloud_efficiency',
  ]);
  for (const [key, value] of Object.entries(spec.labels ?? {})) {
    check.matches(at(`labels.${key}`), key, LABEL_KEY, 'a label key such as team or example.com/team');
    if (!isLabelValue(value)) check.refuse('ARG_FORMAT', at(`labels.${key}`), `'${value}' is no value`, labelValueRule);
  }
  spec.taints?.forEach(({ key, effect }, index) => {
    check.matches(at(`taints[${index}].key`), key, LABEL_KEY, 'a key such as team or example.com/team');
    check.oneOf(at(`taints[${index}].effect`), effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
  });
  if (spec.kmsKeyId !== undefined && spec.encrypted === false) {
    check.refuse('ARG_EXCLUSIVE', at('kmsKeyId'), 'the disks are not encrypted', 'drop kmsKeyId or encrypted: false');
  }
}

/**
 * Nodes of an ACK cluster: fixed in number or autoscaled, on encrypted disks, repaired by the service.
 *
 * @throws ProblemsError for an empty list of types, sizes out of range, or a key for disks that are not encrypted.
 */
export class NodePool extends pulumi.ComponentResource {
  readonly nodePoolId: pulumi.Output<string>;
  readonly nodePool: cs.NodePool;

  constructor(name: string, args: NodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`NodePool ${name}`);
    check.required(args, ['clusterId', 'vSwitchIds']);
    check.atLeast('vSwitchIds', args.vSwitchIds, 1, 'vSwitch');
    checkNodePool(check, '', args);
    check.finish();
    super('asm:cluster:NodePool', name, {}, opts);
    const encrypted = args.encrypted ?? true;
    const category = args.systemDiskCategory ?? 'cloud_essd';
    const { size } = args;
    const scaling = isRange(size)
      ? { scalingConfig: { enable: true, minSize: size.min, maxSize: size.max, type: 'cpu' } }
      : { desiredSize: pulumi.output(size ?? 2).apply(String) };
    this.nodePool = new cs.NodePool(
      name,
      {
        nodePoolName: name,
        clusterId: args.clusterId,
        vswitchIds: args.vSwitchIds,
        securityGroupIds: args.securityGroupIds,
        instanceTypes: [...args.instanceTypes],
        instanceChargeType: 'PostPaid',
        multiAzPolicy: 'BALANCE',
        imageType: args.imageType ?? 'AliyunLinux3',
        runtimeName: 'containerd',
        systemDiskCategory: category,
        systemDiskPerformanceLevel: category === 'cloud_essd' ? 'PL1' : undefined,
        systemDiskSize: args.systemDiskSize ?? 120,
        systemDiskEncrypted: encrypted,
        systemDiskEncryptAlgorithm: encrypted ? 'aes-256' : undefined,
        systemDiskKmsKey: args.kmsKeyId,
        keyName: args.keyName,
        installCloudMonitor: true,
        labels: Object.entries(args.labels ?? {}).map(([key, value]) => ({ key, value })),
        taints: (args.taints ?? []).map((taint) => ({ ...taint })),
        // Also what the service would choose, so that a later update finds no difference.
        management: { enable: true, autoRepair: args.autoRepair ?? true, maxUnavailable: 1 },
        ...scaling,
        tags: { ...args.tags },
      },
      // The autoscaler moves the number of nodes; that is no drift.
      { parent: this, ignoreChanges: isRange(size) ? ['desiredSize'] : [] },
    );
    this.nodePoolId = this.nodePool.nodePoolId;
    this.registerOutputs({ nodePoolId: this.nodePoolId });
  }
}
