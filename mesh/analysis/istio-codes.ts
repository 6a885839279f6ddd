import { findingTypes } from './finding-type.js';
import { istioKubernetesCodes } from './istio-kubernetes-codes.js';

/** What it finds in Istio's own objects. */
const istioObjectCodes = findingTypes({
  IST0002: {
    name: 'Deprecated',
    level: 'warning',
    template: '{subject} is deprecated: {detail}',
    description: 'A field or resource that Istio will drop is still used.',
  },
  IST0101: {
    name: 'ReferencedResourceNotFound',
    level: 'error',
    template: '{kind} "{name}" is referred to, but exists nowhere',
    description: 'Something that the object refers to does not exist.',
  },
  IST0106: {
    name: 'SchemaValidationError',
    level: 'error',
    template: '{error}',
    description: 'Istio’s validation webhook would refuse the object.',
  },
  IST0109: {
    name: 'ConflictingMeshGatewayVirtualServiceHosts',
    level: 'error',
    template: 'the VirtualServices {virtualServices} all route the host {host} inside the mesh; only one of them holds',
    description: 'Several VirtualServices of the mesh gateway route one host.',
  },
  IST0110: {
    name: 'ConflictingSidecarWorkloadSelectors',
    level: 'error',
    template: 'the Sidecars {sidecars} of namespace {namespace} all select the pod {pod}; only one of them holds',
    description: 'Several Sidecars select the same workload.',
  },
  IST0111: {
    name: 'MultipleSidecarsWithoutWorkloadSelectors',
    level: 'error',
    template: 'the Sidecars {sidecars} of namespace {namespace} all lack a workloadSelector; only one of them holds',
    description: 'A namespace has several Sidecars without a workload selector.',
  },
  IST0112: {
    name: 'VirtualServiceDestinationPortSelectorRequired',
    level: 'error',
    template: 'the destination {host} has the ports {ports}; say which one is meant',
    description: 'A route to a service with several ports names none.',
  },
  IST0127: {
    name: 'NoMatchingWorkloadsFound',
    level: 'warning',
    template: 'no workload has the labels {labels} that the object selects',
    description: 'A selector selects no workload.',
  },
  IST0128: {
    name: 'NoServerCertificateVerificationDestinationLevel',
    level: 'warning',
    template: 'TLS mode {mode} for {host} without caCertificates: the certificate of the server is not verified',
    description: 'A DestinationRule originates TLS and does not verify the server.',
  },
  IST0129: {
    name: 'NoServerCertificateVerificationPortLevel',
    level: 'warning',
    template:
      'TLS mode {mode} for {host}, port {port}, without caCertificates: the certificate of the server is not verified',
    description: 'A DestinationRule originates TLS on a port and does not verify the server.',
  },
  IST0130: {
    name: 'VirtualServiceUnreachableRule',
    level: 'warning',
    template: 'rule {rule} is never reached: {reason}',
    description: 'A route comes after one that takes all of its requests.',
  },
  IST0131: {
    name: 'VirtualServiceIneffectiveMatch',
    level: 'info',
    template: 'match {match} of rule {rule} is already taken by {earlier}',
    description: 'A match repeats one of an earlier rule.',
  },
  IST0132: {
    name: 'VirtualServiceHostNotFoundInGateway',
    level: 'warning',
    template: 'no server of gateway {gateway} is for the hosts {hosts}',
    description: 'A VirtualService has a host that its gateway does not serve.',
  },
  IST0133: {
    name: 'SchemaWarning',
    level: 'warning',
    template: '{warning}',
    description: 'Istio’s validation webhook would accept the object with a warning.',
  },
  IST0134: {
    name: 'ServiceEntryAddressesRequired',
    level: 'warning',
    template: 'port {port} carries {protocol} and needs addresses to be told from other ports',
    description: 'A ServiceEntry for TCP has no addresses.',
  },
  IST0138: {
    name: 'GatewayDuplicateCertificate',
    level: 'warning',
    template: 'the gateways {gateways} use one certificate: clients that reuse HTTP/2 connections may get a 404',
    description: 'Gateways on the same workload use one certificate.',
  },
  IST0140: {
    name: 'IngressRouteRulesNotAffected',
    level: 'warning',
    template: 'requests to {host} through the gateway do not follow the subsets that {virtualService} sets',
    description: 'Routes for the mesh have no effect on requests through an ingress gateway.',
  },
  IST0145: {
    name: 'ConflictingGateways',
    level: 'error',
    template: 'port {port} of the hosts {hosts} is also served by {gateways} on the same pods',
    description: 'Gateways on the same workload serve the same hosts on the same port.',
  },
  IST0149: {
    name: 'JwtClaimBasedRoutingWithoutRequestAuthN',
    level: 'error',
    template:
      'a route matches the JWT claim {key}, but no RequestAuthentication verifies tokens in {pod} of gateway {gateway}',
    description: 'A route matches JWT claims that nothing verifies.',
  },
  IST0151: {
    name: 'EnvoyFilterUsesRelativeOperation',
    level: 'warning',
    template: 'the patch is relative to other filters and the object has no priority, so the outcome may vary',
    description: 'An EnvoyFilter patch depends on the order of filters.',
  },
  IST0152: {
    name: 'EnvoyFilterUsesReplaceOperationIncorrectly',
    level: 'error',
    template: 'REPLACE is for HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST only; elsewhere it does nothing',
    description: 'An EnvoyFilter uses REPLACE where it has no effect.',
  },
  IST0153: {
    name: 'EnvoyFilterUsesAddOperationIncorrectly',
    level: 'error',
    template: 'ADD does nothing for ROUTE_CONFIGURATION and HTTP_ROUTE',
    description: 'An EnvoyFilter uses ADD where it has no effect.',
  },
  IST0154: {
    name: 'EnvoyFilterUsesRemoveOperationIncorrectly',
    level: 'error',
    template: 'REMOVE does nothing for ROUTE_CONFIGURATION and HTTP_ROUTE',
    description: 'An EnvoyFilter uses REMOVE where it has no effect.',
  },
  IST0155: {
    name: 'EnvoyFilterUsesRelativeOperationWithProxyVersion',
    level: 'warning',
    template: 'the patch is relative to other filters and matches a proxy version without a priority',
    description: 'An EnvoyFilter patch for a proxy version depends on the order of filters.',
  },
  IST0157: {
    name: 'InvalidTelemetryProvider',
    level: 'warning',
    template: 'the Telemetry of namespace {namespace} names no provider, and the mesh has no default one',
    description: 'A Telemetry has no provider and there is no default.',
  },
  IST0159: {
    name: 'ConflictingTelemetryWorkloadSelectors',
    level: 'error',
    template: 'the Telemetries {telemetries} of namespace {namespace} all select the pod {pod}; only one of them holds',
    description: 'Several Telemetries select the same workload.',
  },
  IST0160: {
    name: 'MultipleTelemetriesWithoutWorkloadSelectors',
    level: 'error',
    template: 'the Telemetries {telemetries} of namespace {namespace} all lack a selector; only one of them holds',
    description: 'A namespace has several Telemetries without a selector.',
  },
  IST0161: {
    name: 'InvalidGatewayCredential',
    level: 'error',
    template: 'the secret {secret} cannot be used: {problem}',
    description: 'The Secret of a gateway is no TLS credential.',
  },
  IST0162: {
    name: 'GatewayPortNotDefinedOnService',
    level: 'warning',
    template: 'the gateway listens on port {port}, which no Service of its workload opens as a target port',
    description: 'A gateway listens on a port that no Service sends requests to.',
  },
  IST0165: {
    name: 'ReferencedInternalGateway',
    level: 'warning',
    template: 'gateway {gateway} is one that Istio makes for itself and must not be named',
    description: 'A VirtualService names a gateway that belongs to Istio.',
  },
  IST0166: {
    name: 'IneffectiveSelector',
    level: 'warning',
    template: 'the selector has no effect on the Kubernetes gateway {gateway}; use targetRefs',
    description: 'A policy selects a Gateway API gateway by labels, which has no effect.',
  },
  IST0167: {
    name: 'IneffectivePolicy',
    level: 'warning',
    template: 'the policy has no effect: {reason}',
    description: 'A policy has no effect on what it names.',
  },
  IST0173: {
    name: 'DestinationRuleSubsetNotSelectPods',
    level: 'error',
    template: 'subset {subset} selects no pod: requests to it end with 503 UH',
    description: 'A subset selects no pod.',
  },
  IST0174: {
    name: 'UnknownDestinationRuleHost',
    level: 'warning',
    template: 'the host {host} is no service of the mesh',
    description: 'A DestinationRule is for a host that does not exist.',
  },
  IST0177: {
    name: 'ConflictingServiceEntryProtocols',
    level: 'warning',
    template: 'the ServiceEntries {serviceEntries} give host {host}, port {port}, the different protocols {protocols}',
    description: 'ServiceEntries give one host and port different protocols.',
  },
});

/**
 * What `istioctl analyze` finds too, with its codes, names and levels
 * (https://istio.io/latest/docs/reference/config/analysis/).
 */
export const istioCodes = { ...istioKubernetesCodes, ...istioObjectCodes };
