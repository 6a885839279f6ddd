import { httpProtocols } from '../../model/egress-manifests.js';
import { fieldsListOf, fieldsOf, textListOf } from '../../model/narrowing.js';
import {
  type Condition,
  certificates,
  documentation,
  type FieldCoverage,
  modelled,
  noEffect,
  notModelled,
  resources,
  scheduling,
  telemetry,
  timing,
} from '../coverage.js';
import { hostsIn, ownNamespace, podsLabelled, type ReachOf, wholeMesh } from '../reach.js';
import { breakerWords, breakingPods, globalLimitWords, limitedPods, localLimitWords } from './asm-limits.js';

const behaviour = noEffect('how its pods run');

const istioGateway: FieldCoverage = {
  gatewayType: modelled,
  clusterIds: modelled,
  serviceType: modelled,
  serviceAnnotations: modelled,
  serviceLabels: modelled,
  ports: modelled,
  podLabels: modelled,
  replicaCount: modelled,
  minReplicas: modelled,
  hostNetwork: modelled,
  overrides: notModelled('in one cluster the gateway is made otherwise'),
  podAnnotations: notModelled('its proxy may take connections otherwise'),
  meshExpansionPorts: notModelled('the gateway has more ports'),
  applicationPorts: notModelled('the gateway has more ports'),
  autoCreateGatewayYaml: notModelled('ASM makes a Gateway for it as well', { unless: [false] }),
  env: notModelled('its proxy runs with settings of its own'),
  requestedNetworkView: notModelled('the gateway knows endpoints of some networks only', { unless: [''] }),
  maxReplicas: resources,
  autoscaleEnabled: resources,
  cpu: resources,
  memory: resources,
  resources,
  externalTrafficPolicy: noEffect('only the address that pods see; the question says it'),
  loadBalancerIP: noEffect('the load balancer in front'),
  loadBalancerClass: noEffect('the load balancer in front'),
  configVolumes: behaviour,
  secretVolumes: certificates,
  sds: certificates,
  rollingMaxSurge: behaviour,
  rollingMaxUnavailable: behaviour,
  kernel: behaviour,
  lifecycle: behaviour,
  readinessProbe: behaviour,
  dnsPolicy: behaviour,
  runAsRoot: behaviour,
  disableContainerPortExposed: behaviour,
  compression: noEffect('the body'),
  nodeSelector: scheduling,
  tolerations: scheduling,
  affinity: scheduling,
};

const meshSettings: FieldCoverage = {
  pathNormalization: modelled,
  defaultHttpRetryPolicy: modelled,
  connectTimeout: timing,
  protocolDetectionTimeout: timing,
  tcpKeepalive: timing,
  enablePrometheusMerge: telemetry,
  accessLogConfiguration: telemetry,
  sidecarInjectorWebhookConfiguration: noEffect('how its pods run'),
  rateLimitService: noEffect('a service that limiters ask'),
  '*': notModelled('settings of the mesh are changed'),
};

const laneGroup: FieldCoverage = {
  services: notModelled('callers that are in no lane of the group may be refused', {
    when: (_, { isPermissive }) => isPermissive !== true,
  }),
  ingress: modelled,
  isPermissive: modelled,
  permissiveModeConfiguration: {
    traceHeader: notModelled(
      'the sidecar of a caller may set the header of the lane, from the request that it answers',
      {
        side: 'sender',
      },
    ),
    '*': modelled,
  },
  defaultTrafficPolicyPatch: modelled,
  defaultHttpRoutePatch: modelled,
  autoUpdate: noEffect('when ASM writes the routes'),
};

const egressPolicy: FieldCoverage = {
  byEgressGateway: modelled,
  egressRules: {
    name: documentation,
    from: modelled,
    to: notModelled('workloads of the namespace that it does not select are refused', {
      when: (targets, { from }) =>
        fieldsListOf(from).some(({ workloadSelector }) => workloadSelector !== undefined) &&
        fieldsListOf(targets).some(({ port }) => !httpProtocols.has(String(fieldsOf(port)['protocol']))),
    }),
  },
};

const selected = podsLabelled('workloadSelector', 'labels');
const limited = 'requests may be limited: 429';
const broken = 'requests that are slow or fail may be answered by a circuit breaker';
const tagged = 'requests get headers that routes may match';

/** How a kind of ASM is taken, and what it acts on. */
export interface AsmKind {
  readonly fields: FieldCoverage;
  readonly reach: ReachOf;
}

const unmodelled = (effect: string, reach: ReachOf, condition: Condition = {}): AsmKind => ({
  fields: { spec: notModelled(effect, condition) },
  reach,
});
/** What only refuses requests, and lets none through that was refused. */
const refusing = (effect: string, reach: ReachOf, condition: Condition = {}): AsmKind =>
  unmodelled(effect, reach, { ...condition, onlyRefuses: true });
const silent = (fields: FieldCoverage): AsmKind => ({ fields, reach: ownNamespace });

/** The hosts that an egress policy is about. */
const egressHosts: ReachOf = ({ spec }) => {
  const targets = fieldsListOf(spec['egressRules']).flatMap((rule) => fieldsListOf(rule['to']));
  return [{ of: 'hosts', hosts: targets.flatMap(({ hosts }) => textListOf(hosts)) }];
};

/** The services that a lane or a group of lanes holds. */
const laneServices: ReachOf = ({ spec }, mesh) => {
  const services = Array.isArray(spec['services']) ? (spec['services'] as readonly unknown[]) : [];
  const hosts = services.flatMap((service) => {
    const { name, namespace } = (service ?? {}) as { readonly name?: unknown; readonly namespace?: unknown };
    return typeof name === 'string' && typeof namespace === 'string' ? [mesh.resolve(name, namespace)] : [];
  });
  return [{ of: 'hosts', hosts }];
};

/** The kinds of Alibaba Cloud Service Mesh, group `istio.alibabacloud.com`. */
export const asmKinds: Readonly<Record<string, AsmKind>> = {
  IstioGateway: { fields: { spec: istioGateway }, reach: podsLabelled('podLabels') },
  ASMLocalRateLimiter: refusing(limited, limitedPods, { words: localLimitWords }),
  ASMGlobalRateLimiter: refusing(limited, limitedPods, { words: globalLimitWords }),
  ASMCircuitBreaker: refusing(broken, breakingPods, { words: breakerWords }),
  ASMAdaptiveConcurrency: refusing(
    'under load, requests are refused: 503',
    podsLabelled('workload_selector', 'labels'),
  ),
  ASMSwimLaneGroup: { fields: { spec: laneGroup }, reach: laneServices },
  ASMSwimLane: { fields: { spec: modelled }, reach: laneServices },
  ASMEgressTrafficPolicy: { fields: { spec: egressPolicy }, reach: egressHosts },
  ASMGrpcJsonTranscoder: unmodelled('requests in JSON become calls of gRPC', selected),
  ASMHeaderPropagation: unmodelled(tagged, selected),
  TrafficLabel: unmodelled(tagged, selected),
  ASMHashTagging: unmodelled(tagged, podsLabelled('workloadSelector')),
  LLMRoute: unmodelled('requests to its host are routed to providers', hostsIn('host')),
  LLMProvider: unmodelled('requests to its host are sent to a provider', hostsIn('host')),
  RateLimitingPolicy: refusing(limited, ownNamespace),
  ConcurrencyLimitingPolicy: refusing('under load, requests are refused', ownNamespace),
  ConcurrencySchedulingPolicy: refusing('under load, requests wait or are refused', ownNamespace),
  QuotaSchedulingPolicy: refusing('requests over a quota wait or are refused', ownNamespace),
  AverageLatencySchedulingPolicy: refusing('under load, requests wait or are refused', ownNamespace),
  ASMMeshConfig: { fields: { spec: meshSettings }, reach: wholeMesh },
  ASMExtensionProvider: silent({ spec: noEffect('providers are named by policies; what they say is in the question') }),
  ASMCompressor: silent({ spec: noEffect('the body') }),
  ASMDecompressor: silent({ spec: noEffect('the body') }),
  ASMCredential: silent({ spec: certificates }),
  ASMReconcileNSLabels: unmodelled('labels of namespaces follow another cluster', wholeMesh),
  ServiceLevelObjective: silent({ spec: telemetry }),
  ServiceMesh: silent({ spec: noEffect('the instance itself') }),
};
