import { type Coverage, modelled, noEffect, notModelled, resources, telemetry, timing } from '../coverage.js';
import { ownListeners } from './proxy-settings.js';

const ready = noEffect('pods are taken to be ready');
const process = noEffect('how the proxy runs');
const records = noEffect('written by Istio');
const out = (effect: string): Coverage => notModelled(effect, { side: 'sender' });
const into = (effect: string): Coverage => notModelled(effect, { side: 'receiver' });
const byAddress = notModelled('whether the sidecar takes a connection depends on its address, which is not known', {
  side: 'sender',
  unless: ['*', '0.0.0.0/0'],
  onUnknownAddress: true,
});
const otherControlPlane = notModelled('another control plane may configure the proxy');
const ownBootstrap = notModelled('the proxy runs with a configuration of its own');
const canary = notModelled('some of the requests go through another waypoint');
const near = notModelled('endpoints that are near may get more of the requests');

/** Annotations of pods, in the template of what makes them. */
export const podAnnotations: Readonly<Record<string, Coverage>> = {
  'sidecar.istio.io/inject': modelled,
  'inject.istio.io/templates': modelled,
  /** Its fields are those of a ProxyConfig, which have a list of their own. */
  'proxy.istio.io/config': modelled,
  'traffic.sidecar.istio.io/excludeInboundPorts': modelled,
  'traffic.sidecar.istio.io/includeInboundPorts': modelled,
  'traffic.sidecar.istio.io/excludeOutboundPorts': modelled,
  'traffic.sidecar.istio.io/includeOutboundPorts': modelled,
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': byAddress,
  'traffic.sidecar.istio.io/includeOutboundIPRanges': byAddress,
  'traffic.sidecar.istio.io/excludeInterfaces': notModelled('connections through these interfaces pass the proxy by'),
  'traffic.sidecar.istio.io/kubevirtInterfaces': out('connections of virtual machines are taken by the proxy'),
  'istio.io/reroute-virtual-interfaces': out('connections of virtual machines are taken by the proxy'),
  'sidecar.istio.io/interceptionMode': ownListeners,
  'ambient.istio.io/bypass-inbound-capture': modelled,
  'ambient.istio.io/dns-capture': modelled,
  'ambient.istio.io/redirection': records,
  'sidecar.istio.io/discoveryAddress': otherControlPlane,
  'sidecar.istio.io/bootstrapOverride': ownBootstrap,
  'istio.io/rev': noEffect('which control plane'),
  'prometheus.istio.io/merge-metrics': telemetry,
  'proxy.istio.io/overrides': records,
  'readiness.status.sidecar.istio.io/applicationPorts': ready,
  'readiness.status.sidecar.istio.io/failureThreshold': ready,
  'readiness.status.sidecar.istio.io/initialDelaySeconds': ready,
  'readiness.status.sidecar.istio.io/periodSeconds': ready,
  'sidecar.istio.io/agentLogLevel': telemetry,
  'sidecar.istio.io/componentLogLevel': telemetry,
  'sidecar.istio.io/extraStatTags': telemetry,
  'sidecar.istio.io/logLevel': telemetry,
  'sidecar.istio.io/statsCompression': telemetry,
  'sidecar.istio.io/statsEvictionInterval': telemetry,
  'sidecar.istio.io/statsFlushInterval': telemetry,
  'sidecar.istio.io/statsHistogramBins': telemetry,
  'sidecar.istio.io/statsHistogramBuckets': telemetry,
  'sidecar.istio.io/statsInclusionPrefixes': telemetry,
  'sidecar.istio.io/statsInclusionRegexps': telemetry,
  'sidecar.istio.io/statsInclusionSuffixes': telemetry,
  'sidecar.istio.io/nativeSidecar': timing,
  'sidecar.istio.io/proxyCPU': resources,
  'sidecar.istio.io/proxyCPULimit': resources,
  'sidecar.istio.io/proxyImage': process,
  'sidecar.istio.io/proxyImageType': process,
  'sidecar.istio.io/proxyMemory': resources,
  'sidecar.istio.io/proxyMemoryLimit': resources,
  'sidecar.istio.io/rewriteAppHTTPProbers': ready,
  'sidecar.istio.io/status': records,
  'sidecar.istio.io/userVolume': process,
  'sidecar.istio.io/userVolumeMount': process,
  'status.sidecar.istio.io/port': process,
};

const trafficDistribution = { 'networking.istio.io/traffic-distribution': near };
const waypointCanary = { 'istio.io/use-waypoint-canary-weight': canary };

/** Annotations of objects that make no pods, by kind. */
export const objectAnnotations: Readonly<Record<string, Readonly<Record<string, Coverage>>>> = {
  Service: {
    'networking.istio.io/exportTo': modelled,
    'alpha.istio.io/canonical-serviceaccounts': noEffect('certificates are taken to be valid'),
    'alpha.istio.io/kubernetes-serviceaccounts': noEffect('certificates are taken to be valid'),
    'traffic.istio.io/nodeSelector': notModelled('the gateway of another network is reached at its nodes'),
    ...trafficDistribution,
    ...waypointCanary,
  },
  ServiceEntry: { ...trafficDistribution, ...waypointCanary },
  Namespace: {
    'topology.istio.io/controlPlaneClusters': notModelled('another control plane may serve the namespace'),
    ...trafficDistribution,
    ...waypointCanary,
  },
  AuthorizationPolicy: { 'istio.io/dry-run': modelled },
  WorkloadEntry: {
    'istio.io/autoRegistrationGroup': records,
    'istio.io/connectedAt': records,
    'istio.io/disconnectedAt': records,
    'istio.io/workloadController': records,
  },
  Gateway: {
    'gateway.istio.io/controller-version': records,
    'gateway.istio.io/name-override': modelled,
    'gateway.istio.io/service-account': modelled,
    'networking.istio.io/service-type': modelled,
    'ambient.istio.io/waypoint-inbound-binding': into('connections reach the waypoint otherwise'),
  },
  GatewayClass: { 'ambient.istio.io/waypoint-inbound-binding': into('connections reach the waypoint otherwise') },
  Ingress: { 'kubernetes.io/ingress.class': modelled },
  '*': { 'galley.istio.io/analyze-suppress': noEffect('findings') },
};

/** Beginnings of the annotations by which Alibaba Cloud sets up the load balancer of a Service. */
export const loadBalancerPrefixes: readonly string[] = [
  'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-',
  'service.beta.kubernetes.io/alicloud-loadbalancer-',
];

const endsTls = into('the load balancer may end TLS, or speak HTTP itself');
const filters = into('the load balancer may refuse callers by their address');

/** What follows those beginnings and changes what reaches the pods; the rest has no effect on answers. */
export const loadBalancerAnnotations: Readonly<Record<string, Coverage>> = {
  'address-type': modelled,
  'protocol-port': endsTls,
  'cert-id': endsTls,
  'forward-port': into('the load balancer may redirect requests'),
  'acl-status': filters,
  'acl-type': filters,
  'acl-id': filters,
  'proxy-protocol': into('connections begin with a PROXY header'),
};
