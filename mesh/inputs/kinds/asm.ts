import {
  certificates,
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

const selected = podsLabelled('workloadSelector', 'labels');
const limited = 'requests may be limited: 429';
const tagged = 'requests get headers that routes may match';

/** How a kind of ASM is taken, and what it acts on. */
export interface AsmKind {
  readonly fields: FieldCoverage;
  readonly reach: ReachOf;
}

const unmodelled = (effect: string, reach: ReachOf): AsmKind => ({ fields: { spec: notModelled(effect) }, reach });
const silent = (fields: FieldCoverage): AsmKind => ({ fields, reach: ownNamespace });

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
  ASMLocalRateLimiter: unmodelled(limited, selected),
  ASMGlobalRateLimiter: unmodelled(limited, selected),
  ASMCircuitBreaker: unmodelled('requests that are slow or fail may be answered by a circuit breaker', selected),
  ASMAdaptiveConcurrency: unmodelled(
    'under load, requests are refused: 503',
    podsLabelled('workload_selector', 'labels'),
  ),
  ASMSwimLaneGroup: { fields: { spec: laneGroup }, reach: laneServices },
  ASMSwimLane: { fields: { spec: modelled }, reach: laneServices },
  ASMEgressTrafficPolicy: unmodelled('what leaves the mesh may go through an egress gateway, or be refused', wholeMesh),
  ASMGrpcJsonTranscoder: unmodelled('requests in JSON become calls of gRPC', selected),
  ASMHeaderPropagation: unmodelled(tagged, selected),
  TrafficLabel: unmodelled(tagged, selected),
  ASMHashTagging: unmodelled(tagged, podsLabelled('workloadSelector')),
  LLMRoute: unmodelled('requests to its host are routed to providers', hostsIn('host')),
  LLMProvider: unmodelled('requests to its host are sent to a provider', hostsIn('host')),
  RateLimitingPolicy: unmodelled(limited, ownNamespace),
  ConcurrencyLimitingPolicy: unmodelled('under load, requests are refused', ownNamespace),
  ConcurrencySchedulingPolicy: unmodelled('under load, requests wait or are refused', ownNamespace),
  QuotaSchedulingPolicy: unmodelled('requests over a quota wait or are refused', ownNamespace),
  AverageLatencySchedulingPolicy: unmodelled('under load, requests wait or are refused', ownNamespace),
  ASMMeshConfig: { fields: { spec: meshSettings }, reach: wholeMesh },
  ASMExtensionProvider: silent({ spec: noEffect('providers are named by policies; what they say is in the question') }),
  ASMCompressor: silent({ spec: noEffect('the body') }),
  ASMDecompressor: silent({ spec: noEffect('the body') }),
  ASMCredential: silent({ spec: certificates }),
  ASMReconcileNSLabels: unmodelled('labels of namespaces follow another cluster', wholeMesh),
  ServiceLevelObjective: silent({ spec: telemetry }),
  ServiceMesh: silent({ spec: noEffect('the instance itself') }),
};
