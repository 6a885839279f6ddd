import * as servicemesh from '@pulumi/alicloud/servicemesh/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck, plainValue } from './argument-check.js';
import { ElasticIp } from './elastic-ip.js';
import { MeshMembership } from './mesh-membership.js';
import { PilotAddress } from './pilot-address.js';
import type { Tags } from './tags.js';

/** CPU and memory as Kubernetes writes them. */
export interface ResourceShare {
  readonly requestCpu?: string;
  readonly requestMemory?: string;
  readonly limitCpu?: string;
  readonly limitMemory?: string;
}

/** What the mesh writes down, and for how long. */
export interface MeshLogging {
  /** SLS project that takes the logs. */
  readonly project: pulumi.Input<string>;
  /** Access logs of sidecars. @default true */
  readonly sidecars?: boolean;
  /** Access logs of gateways. @default true */
  readonly gateways?: boolean;
  /** Days to keep access logs, 1 to 365. @default 14 */
  readonly retentionDays?: number;
  /** Logs of the control plane. @default true */
  readonly controlPlane?: boolean;
  /** Who changed which Istio resource. @default true */
  readonly audit?: boolean;
}

/** Settings of Istio that ASM takes with the instance. */
export interface MeshConfig {
  /** Whether workloads may call hosts that the mesh does not know. @default ALLOW_ANY */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Whether proxies report metrics. @default true */
  readonly metrics?: boolean;
  /** Percentage of requests that are traced; 0 turns tracing off. @default 1 */
  readonly traceSampling?: number;
  /** Whether traffic stays in its zone or region while it can. Cannot change later. @default true */
  readonly localityLoadBalancing?: boolean;
  /** Ranges whose traffic goes through the sidecar. @default * */
  readonly includeIpRanges?: string;
  /** Accept HTTP/1.0. @default false */
  readonly http10?: boolean;
  /** Sidecars. @default requests 100m and 128Mi, limits 2000m and 1024Mi */
  readonly proxy?: ResourceShare;
  /** The injector. @default requests 100m and 128Mi, limits 1000m and 512Mi */
  readonly sidecarInjector?: ResourceShare;
  /** Inject into namespaces that do not ask for it. @default false */
  readonly injectEveryNamespace?: boolean;
  /** Domain of Services. Cannot change later. @default cluster.local */
  readonly clusterDomain?: string;
  /** Whether Kiali is installed. @default false */
  readonly kiali?: boolean;
  /** Whether the Open Policy Agent plug-in is installed. @default false */
  readonly openPolicyAgent?: boolean;
}

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

function checkArgs(name: string, args: ServiceMeshArgs): void {
  const check = new ArgumentCheck(`ServiceMesh ${name}`);
  check.oneOf('edition', args.edition, ['Default', 'Pro']);
  check.oneOf('specification', args.specification, ['standard', 'enterprise', 'ultimate']);
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
  const sampling = args.meshConfig?.traceSampling;
  if (sampling !== undefined && !(sampling >= 0 && sampling <= 100)) {
    check.refuse('ARG_RANGE', 'meshConfig.traceSampling', `${sampling} is out of range`, 'give a percentage, 0 to 100');
  }
  check.oneOf('meshConfig.outboundTrafficPolicy', args.meshConfig?.outboundTrafficPolicy, [
    'ALLOW_ANY',
    'REGISTRY_ONLY',
  ]);
  check.between('logging.retentionDays', args.logging?.retentionDays, 1, 365);
  if (args.pilotEipId !== undefined && args.publicPilot !== true) {
    check.refuse('ARG_EXCLUSIVE', 'pilotEipId', 'Pilot is private', 'set publicPilot, or drop pilotEipId');
  }
  check.finish();
}

/**
 * The version to ask for. `1.25` stands for what the instance runs if that is of the line, else for the newest of the
 * line, so that a patch release of ASM is no change of the environment.
 *
 * @param after known only once the network exists: before that nothing is asked.
 */
function resolveVersion(
  name: string,
  args: ServiceMeshArgs,
  after: pulumi.Output<string>,
  opts: pulumi.InvokeOptions,
): pulumi.Output<string | undefined> {
  return pulumi.all([args.version, after]).apply(async ([wanted]) => {
    if (wanted === undefined || /^v\d+\.\d+\.\d+\..+/.test(wanted)) return wanted;
    const line = `v${wanted.replace(/^v/, '')}.`;
    const { meshes } = await servicemesh.getServiceMeshes({ nameRegex: `^${name}$` }, opts);
    const current = meshes[0]?.version;
    if (current?.startsWith(line)) return current;
    const { versions } = await servicemesh.getVersions({ edition: args.edition ?? 'Pro' }, opts);
    const newest = versions
      .map(({ version }) => version)
      .filter((version) => version.startsWith(line))
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .at(-1);
    if (newest !== undefined) return newest;
    const offered = versions.map(({ version }) => version).join(', ');
    throw new pulumi.RunError(`ServiceMesh ${name}: version: ASM does not offer ${wanted}; it offers ${offered}`);
  });
}

/**
 * Every setting that the service would fill in is written out, because the provider takes a default that the
 * service chose for a difference and would undo it on the next update.
 */
function completeMeshConfig(
  config: MeshConfig,
  logging: MeshLogging | undefined,
): NonNullable<servicemesh.ServiceMeshArgs['meshConfig']> {
  const sampling = config.traceSampling ?? 1;
  const retention = logging?.retentionDays ?? 14;
  const project = logging?.project;
  const sidecars = logging !== undefined && (logging.sidecars ?? true);
  const gateways = logging !== undefined && (logging.gateways ?? true);
  const audit = logging !== undefined && (logging.audit ?? true);
  const controlPlane = logging !== undefined && (logging.controlPlane ?? true);
  return {
    outboundTrafficPolicy: config.outboundTrafficPolicy ?? 'ALLOW_ANY',
    telemetry: config.metrics ?? true,
    tracing: sampling > 0,
    customizedZipkin: false,
    enableLocalityLb: config.localityLoadBalancing ?? true,
    includeIpRanges: config.includeIpRanges ?? '*',
    pilot: { http10Enabled: config.http10 ?? false, traceSampling: sampling > 0 ? sampling : 100 },
    proxy: {
      requestCpu: '100m',
      requestMemory: '128Mi',
      limitCpu: '2000m',
      limitMemory: '1024Mi',
      clusterDomain: config.clusterDomain ?? 'cluster.local',
      ...config.proxy,
    },
    sidecarInjector: {
      requestCpu: '100m',
      requestMemory: '128Mi',
      limitCpu: '1000m',
      limitMemory: '512Mi',
      enableNamespacesByDefault: config.injectEveryNamespace ?? false,
      autoInjectionPolicyEnabled: true,
      ...config.sidecarInjector,
    },
    opa: {
      enabled: config.openPolicyAgent ?? false,
      logLevel: 'info',
      requestCpu: '1000m',
      requestMemory: '512Mi',
      limitCpu: '2000m',
      limitMemory: '1024Mi',
    },
    kiali: { enabled: config.kiali ?? false },
    accessLog: {
      enabled: sidecars || gateways,
      project,
      sidecarEnabled: sidecars,
      sidecarLifecycle: retention,
      gatewayEnabled: gateways,
      gatewayLifecycle: retention,
    },
    audit: audit ? { enabled: true, project } : { enabled: false },
    controlPlaneLog: controlPlane
      ? { enabled: true, project, logTtlInDay: retention }
      : { enabled: false, logTtlInDay: retention },
  };
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
      this.serviceMesh = new servicemesh.ServiceMesh(
        name,
        {
          serviceMeshName: name,
          version: resolveVersion(name, args, pulumi.output(args.vSwitchId ?? ''), { parent: this }).apply(
            (version) => version ?? '',
          ),
          edition: args.edition ?? 'Pro',
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
          .apply((found) => found.meshes[0]?.kubeConfig ?? ''),
    );
    this.registerOutputs({ serviceMeshId: this.serviceMeshId, kubeconfig: this.kubeconfig });
  }
}
