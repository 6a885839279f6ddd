import type { AnnotationFormat } from './annotation-values.js';

/** What Istio knows of one of its annotations. */
export interface IstioAnnotation {
  /** Kinds of object that read it; any kind when empty. Pods include the pod templates of other kinds. */
  readonly kinds: readonly string[];
  readonly isDeprecated?: boolean;
  /** What to use instead of a deprecated one. */
  readonly replacement?: string;
  /** Form of its value. @default any text */
  readonly format?: AnnotationFormat;
  /** Whether it belongs to an alpha feature that Istio leaves out of its documentation. */
  readonly isExperimental?: boolean;
}

/** The annotations of Istio 1.31 (https://istio.io/latest/docs/reference/config/annotations/), also those left out of the documentation. */
export const istioAnnotations: ReadonlyMap<string, IstioAnnotation> = new Map<string, IstioAnnotation>([
  ['alpha.istio.io/canonical-serviceaccounts', { kinds: ['Service'], isDeprecated: true }],
  ['alpha.istio.io/kubernetes-serviceaccounts', { kinds: ['Service'], isDeprecated: true }],
  ['ambient.istio.io/bypass-inbound-capture', { kinds: ['Pod'] }],
  ['ambient.istio.io/dns-capture', { kinds: ['Pod'], isExperimental: true }],
  ['ambient.istio.io/redirection', { kinds: ['Pod'] }],
  ['ambient.istio.io/waypoint-inbound-binding', { kinds: ['GatewayClass', 'Gateway'] }],
  ['galley.istio.io/analyze-suppress', { kinds: [] }],
  ['gateway.istio.io/controller-version', { kinds: [] }],
  ['gateway.istio.io/name-override', { kinds: ['Gateway'] }],
  ['gateway.istio.io/service-account', { kinds: ['Gateway'] }],
  ['inject.istio.io/templates', { kinds: ['Pod'] }],
  ['istio.io/autoRegistrationGroup', { kinds: ['WorkloadEntry'] }],
  ['istio.io/connectedAt', { kinds: ['WorkloadEntry'] }],
  ['istio.io/disconnectedAt', { kinds: ['WorkloadEntry'] }],
  ['istio.io/dry-run', { kinds: ['AuthorizationPolicy'] }],
  ['istio.io/reroute-virtual-interfaces', { kinds: ['Pod'], format: 'interfaces' }],
  ['istio.io/rev', { kinds: [] }],
  ['istio.io/use-waypoint-canary-weight', { kinds: ['Service', 'ServiceEntry', 'Namespace'] }],
  ['istio.io/workloadController', { kinds: ['WorkloadEntry'] }],
  ['kubernetes.io/ingress.class', { kinds: ['Ingress'] }],
  ['networking.istio.io/exportTo', { kinds: ['Service'] }],
  ['networking.istio.io/service-type', { kinds: ['Gateway'] }],
  ['networking.istio.io/traffic-distribution', { kinds: ['Namespace', 'Service', 'ServiceEntry'] }],
  ['prometheus.istio.io/merge-metrics', { kinds: ['Pod'], format: 'flag' }],
  ['proxy.istio.io/config', { kinds: ['Pod'], format: 'mapping' }],
  ['proxy.istio.io/overrides', { kinds: ['Pod'], isExperimental: true }],
  ['readiness.status.sidecar.istio.io/applicationPorts', { kinds: ['Pod'] }],
  ['readiness.status.sidecar.istio.io/failureThreshold', { kinds: ['Pod'], format: 'count' }],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', { kinds: ['Pod'], format: 'count' }],
  ['readiness.status.sidecar.istio.io/periodSeconds', { kinds: ['Pod'], format: 'count' }],
  ['sidecar.istio.io/agentLogLevel', { kinds: ['Pod'] }],
  ['sidecar.istio.io/bootstrapOverride', { kinds: ['Pod'] }],
  ['sidecar.istio.io/componentLogLevel', { kinds: ['Pod'] }],
  ['sidecar.istio.io/discoveryAddress', { kinds: ['Pod'], isDeprecated: true }],
  ['sidecar.istio.io/extraStatTags', { kinds: ['Pod'], isDeprecated: true }],
  ['sidecar.istio.io/inject', { kinds: ['Pod'], isDeprecated: true, replacement: 'the label of the same name' }],
  ['sidecar.istio.io/interceptionMode', { kinds: ['Pod'], format: 'interceptionMode' }],
  ['sidecar.istio.io/logLevel', { kinds: ['Pod'] }],
  ['sidecar.istio.io/nativeSidecar', { kinds: ['Pod'] }],
  ['sidecar.istio.io/proxyCPU', { kinds: ['Pod'], format: 'quantity' }],
  ['sidecar.istio.io/proxyCPULimit', { kinds: ['Pod'], format: 'quantity' }],
  ['sidecar.istio.io/proxyImage', { kinds: ['Pod'] }],
  ['sidecar.istio.io/proxyImageType', { kinds: ['Pod'] }],
  ['sidecar.istio.io/proxyMemory', { kinds: ['Pod'], format: 'quantity' }],
  ['sidecar.istio.io/proxyMemoryLimit', { kinds: ['Pod'], format: 'quantity' }],
  ['sidecar.istio.io/rewriteAppHTTPProbers', { kinds: ['Pod'] }],
  ['sidecar.istio.io/statsCompression', { kinds: ['Pod'], isDeprecated: true }],
  ['sidecar.istio.io/statsEvictionInterval', { kinds: ['Pod'] }],
  ['sidecar.istio.io/statsFlushInterval', { kinds: ['Pod'] }],
  ['sidecar.istio.io/statsHistogramBins', { kinds: ['Pod'] }],
  ['sidecar.istio.io/statsHistogramBuckets', { kinds: ['Pod'] }],
  ['sidecar.istio.io/statsInclusionPrefixes', { kinds: ['Pod'], isDeprecated: true }],
  ['sidecar.istio.io/statsInclusionRegexps', { kinds: ['Pod'], isDeprecated: true }],
  ['sidecar.istio.io/statsInclusionSuffixes', { kinds: ['Pod'], isDeprecated: true }],
  ['sidecar.istio.io/status', { kinds: [] }],
  ['sidecar.istio.io/userVolume', { kinds: ['Pod'] }],
  ['sidecar.istio.io/userVolumeMount', { kinds: ['Pod'] }],
  ['status.sidecar.istio.io/port', { kinds: ['Pod'], format: 'port' }],
  ['topology.istio.io/controlPlaneClusters', { kinds: ['Namespace'] }],
  ['traffic.istio.io/nodeSelector', { kinds: ['Service'] }],
  ['traffic.sidecar.istio.io/excludeInboundPorts', { kinds: ['Pod'], format: 'ports' }],
  ['traffic.sidecar.istio.io/excludeInterfaces', { kinds: ['Pod'], format: 'interfaces' }],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', { kinds: ['Pod'], format: 'ranges' }],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', { kinds: ['Pod'], format: 'ports' }],
  ['traffic.sidecar.istio.io/includeInboundPorts', { kinds: ['Pod'], format: 'portsOrAll' }],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', { kinds: ['Pod'], format: 'rangesOrAll' }],
  ['traffic.sidecar.istio.io/includeOutboundPorts', { kinds: ['Pod'] }],
  [
    'traffic.sidecar.istio.io/kubevirtInterfaces',
    { kinds: ['Pod'], isDeprecated: true, replacement: 'istio.io/reroute-virtual-interfaces', format: 'interfaces' },
  ],
]);
