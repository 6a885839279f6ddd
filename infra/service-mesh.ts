import * as servicemesh from '@pulumi/alicloud/servicemesh/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck, plainValue } from './argument-check.js';
import { ElasticIp } from './elastic-ip.js';
import { checkMeshConfig, completeMeshConfig, type MeshConfig, type MeshLogging } from './mesh-config.js';
import { MeshMembership } from './mesh-membership.js';
import { versionToAskFor } from './mesh-version.js';
import { PilotAddress } from './pilot-address.js';
import type { Tags } from './tags.js';

/** Arguments of {@link ServiceMesh}. */
export interface ServiceMeshArgs {
  /** An existing ASM instance to use instead of a new one. It is never changed or deleted. @default a new one */
  readonly serviceMeshId?: pulumi.Input<string>;
  /**
   * Istio version, at least 1.14: as ASM lists it, for example `v1.25.6.79-g0ae1f4ba-aliyun`, or `1.25` for the newest
   * of that line when the instance is created or moved to the line.
   * @default the newest when first created; upgrades stay with you
   */
  readonly version?: pulumi.Input<string>;
  /** `Default` is free of charge and without an SLA. @default Pro */
  readonly edition?: 'Default' | 'Pro';
  /** Size of a commercial instance. @default standard */
  readonly specification?: 'standard' | 'enterprise' | 'ultimate';
  /** Needed for a new instance. */
  readonly vpcId?: pulumi.Input<string>;
  /** vSwitch of the control plane; needed for a new instance. */
  readonly vSwitchId?: pulumi.Input<string>;
  /** Whether the instance's API server gets a public address on port 6443. Cannot change later. @default false */
  readonly publicApiServer?: boolean;
  /** Whether Pilot gets a public address, for clusters that no private line reaches. @default false */
  readonly publicPilot?: boolean;
  /** An existing EIP for Pilot's CLB. @default a new one when publicPilot is set */
  readonly pilotEipId?: pulumi.Input<string>;
  /** @default no logs */
  readonly logging?: MeshLogging;
  readonly meshConfig?: MeshConfig;
  /** Clusters that join, by a name for the resources, one after the other in this order. @default none */
  readonly clusters?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Names out of `clusters` that exist outside of the stack: found in the instance already, they stay. @default none */
  readonly existingClusters?: readonly string[];
  readonly tags?: Tags;
}

/** Settings that an existing instance has already. */
const SETTLED = [
  'version',
  'edition',
  'specification',
  'vpcId',
  'vSwitchId',
  'publicApiServer',
  'publicPilot',
  'pilotEipId',
  'logging',
  'meshConfig',
] as const;

function checkArgs(name: string, args: ServiceMeshArgs): void {
  const check = new ArgumentCheck(`ServiceMesh ${name}`);
  check.oneOf('edition', args.edition, ['Default', 'Pro']);
  check.oneOf('specification', args.specification, ['standard', 'enterprise', 'ultimate']);
  check.settled(args, 'serviceMeshId', 'instance', SETTLED);
  if (args.serviceMeshId === undefined) {
    for (const key of ['vpcId', 'vSwitchId'] as const) {
      if (args[key] === undefined) {
        check.refuse('ARG_MISSING', key, 'a new instance needs it', `give ${key}, or serviceMeshId of an existing one`);
      }
    }
  }
  if (args.edition === 'Default' && args.specification !== undefined && args.specification !== 'standard') {
    check.refuse(
      'ARG_EDITION',
      'specification',
      `'${args.specification}' needs a commercial edition`,
      'use edition Pro',
    );
  }
  const version = plainValue(args.version);
  const minor = version === undefined ? undefined : /^v?1\.(\d+)(\.|$)/.exec(version)?.[1];
  if (version !== undefined && minor === undefined) {
    check.refuse('ARG_FORMAT', 'version', `'${version}' is not a version`, 'give 1.25, or a full one that ASM lists');
  } else if (minor !== undefined && Number(minor) < 14) {
    check.refuse('ARG_VERSION', 'version', `${version} is below 1.14`, 'give Istio 1.14 or later');
  }
  checkMeshConfig(check, args.meshConfig ?? {}, args.logging);
  args.existingClusters?.forEach((key, index) => {
    check.oneOf(`existingClusters[${index}]`, key, Object.keys(args.clusters ?? {}));
  });
  if (args.serviceMeshId === undefined && args.pilotEipId !== undefined && args.publicPilot !== true) {
    check.refuse('ARG_EXCLUSIVE', 'pilotEipId', 'Pilot is private', 'set publicPilot, or drop pilotEipId');
  }
  check.finish();
}

/**
 * An ASM instance and the clusters of its data plane. Clusters join in the order given, and leave before the
 * instance is deleted.
 *
 * @throws ProblemsError for a missing network, an Istio version below 1.14, or settings that exclude each other.
 */
export class ServiceMesh extends pulumi.ComponentResource {
  readonly serviceMeshId: pulumi.Output<string>;
  /** Kubeconfig of the instance's own API server, where Istio resources live. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Whether the stack found the instance rather than made it. */
  readonly adopted: boolean;
  /** The instance, unless it existed. */
  readonly serviceMesh: servicemesh.ServiceMesh | undefined;
  /** One for each cluster; whoever needs the data plane depends on these. */
  readonly memberships: MeshMembership[] = [];

  constructor(name: string, args: ServiceMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super('asm:mesh:ServiceMesh', name, {}, opts);
    this.adopted = args.serviceMeshId !== undefined;
    if (args.serviceMeshId === undefined) {
      const edition = args.edition ?? 'Pro';
      this.serviceMesh = new servicemesh.ServiceMesh(
        name,
        {
          serviceMeshName: name,
          version: versionToAskFor({ name, version: args.version, edition, after: args.vSwitchId }, { parent: this }),
          edition,
          clusterSpec: args.specification ?? 'standard',
          network: { vpcId: args.vpcId ?? '', vswitcheList: args.vSwitchId ?? '' },
          loadBalancer: { apiServerPublicEip: args.publicApiServer ?? false },
          meshConfig: completeMeshConfig(args.meshConfig ?? {}, args.logging),
          extraConfiguration: { crAggregationEnabled: true },
          tags: { ...args.tags },
        },
        {
          parent: this,
          additionalSecretOutputs: ['kubeconfig'],
          // Without a version of ours the service's choice stands. Clusters join through MeshMembership: the
          // provider's own list detaches all of them whenever one is added.
          // Pilot's address is bound by PilotAddress.
          ignoreChanges: [
            ...(args.version === undefined ? ['version'] : []),
            'clusterIds',
            'loadBalancer.pilotPublicEip',
            'loadBalancer.pilotPublicEipId',
          ],
        },
      );
    }
    this.serviceMeshId = pulumi.output(args.serviceMeshId ?? this.serviceMesh?.id ?? '');
    let previous: pulumi.Resource[] = [];
    if (args.publicPilot) {
      const allocationId =
        args.pilotEipId ?? new ElasticIp(`${name}-pilot`, { tags: args.tags ?? {} }, { parent: this }).allocationId;
      const bound = new PilotAddress(name, { serviceMeshId: this.serviceMeshId, allocationId }, { parent: this });
      previous = [bound];
    }
    for (const [key, clusterId] of Object.entries(args.clusters ?? {})) {
      const membership = new MeshMembership(
        `${name}-${key}`,
        {
          serviceMeshId: this.serviceMeshId,
          clusterId,
          ...(args.existingClusters?.includes(key) ? { keepIfFound: true } : {}),
        },
        { parent: this, dependsOn: previous },
      );
      this.memberships.push(membership);
      previous = [membership];
    }
    this.kubeconfig = pulumi.secret(
      this.serviceMesh?.kubeconfig ??
        servicemesh
          .getServiceMeshesOutput({ ids: [this.serviceMeshId], enableDetails: true }, { parent: this })
          .apply(({ meshes: [found] }) => {
            if (found !== undefined) return found.kubeConfig ?? '';
            throw new pulumi.RunError(`ServiceMesh ${name}: serviceMeshId: the region has no ASM instance of this id`);
          }),
    );
    this.registerOutputs({ serviceMeshId: this.serviceMeshId, kubeconfig: this.kubeconfig });
  }
}
