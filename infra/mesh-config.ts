import type * as servicemesh from '@pulumi/alicloud/servicemesh/index.js';
import type * as pulumi from '@pulumi/pulumi';
import type { ArgumentCheck } from './argument-check.js';
import { parseCidr } from './cidr.js';

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

const QUANTITY = /^\d+(\.\d+)?(m|k|M|G|Ki|Mi|Gi)?$/;

/** What is wrong with the settings of a mesh and its logs. */
export function checkMeshConfig(check: ArgumentCheck, config: MeshConfig, logging: MeshLogging | undefined): void {
  const at = (key: string) => `meshConfig.${key}`;
  const sampling = config.traceSampling;
  if (sampling !== undefined && !(sampling >= 0 && sampling <= 100)) {
    check.refuse('ARG_RANGE', at('traceSampling'), `${sampling} is out of range`, 'give a percentage, 0 to 100');
  }
  check.oneOf(at('outboundTrafficPolicy'), config.outboundTrafficPolicy, ['ALLOW_ANY', 'REGISTRY_ONLY']);
  for (const share of ['proxy', 'sidecarInjector'] as const) {
    for (const [key, value] of Object.entries(config[share] ?? {})) {
      check.matches(at(`${share}.${key}`), value, QUANTITY, 'a quantity of Kubernetes, such as 100m or 128Mi');
    }
  }
  const ranges = config.includeIpRanges === '*' ? [] : (config.includeIpRanges?.split(',') ?? []);
  for (const range of ranges) {
    if (parseCidr(range) === undefined) {
      check.refuse(
        'ARG_CIDR',
        at('includeIpRanges'),
        `'${range}' is not an IPv4 range`,
        'give *, or ranges with commas between',
      );
    }
  }
  check.matches(
    at('clusterDomain'),
    config.clusterDomain,
    /^[a-z0-9-]+(\.[a-z0-9-]+)*$/,
    'a domain such as cluster.local',
  );
  if (logging !== undefined) check.required(logging, ['project'], 'logging.');
  check.between('logging.retentionDays', logging?.retentionDays, 1, 365);
}

/**
 * Every setting that the service would fill in is written out, because the provider takes a default that the
 * service chose for a difference and would undo it on the next update.
 */
export function completeMeshConfig(
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
