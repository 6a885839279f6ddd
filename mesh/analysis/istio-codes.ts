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
    template: '{thing} cannot be found, so {effect}: {why}',
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
    template:
      '{virtualServices} route the host {host} inside the mesh, and proxies follow only the oldest of them; merge them into one',
    description: 'Several VirtualServices of the mesh gateway route one host.',
  },
  IST0110: {
    name: 'ConflictingSidecarWorkloadSelectors',
    level: 'error',
    template:
      'the Sidecars {sidecars} of namespace {namespace} select the pods of {pod}, which follow only the oldest of them; give each its own selector',
    description: 'Several Sidecars select the same workload.',
  },
  IST0111: {
    name: 'MultipleSidecarsWithoutWorkloadSelectors',
    level: 'error',
    template:
      'the Sidecars {sidecars} of namespace {namespace} have no workloadSelector, and proxies follow only the oldest of them; keep one',
    description: 'A namespace has several Sidecars without a workload selector.',
  },
  IST0112: {
    name: 'VirtualServiceDestinationPortSelectorRequired',
    level: 'error',
    template: 'the destination {host} has the ports {ports} and the route names none, so {effect}; add port.number',
    description: 'A route to a service with several ports names none.',
  },
  IST0127: {
    name: 'NoMatchingWorkloadsFound',
    level: 'warning',
    template: 'the policy has no effect: {why}',
    description: 'A policy is for no workload with a proxy.',
  },
  IST0128: {
    name: 'NoServerCertificateVerificationDestinationLevel',
    level: 'warning',
    template: '{problem}',
    description: 'A DestinationRule originates TLS and does not verify the server.',
  },
  IST0129: {
    name: 'NoServerCertificateVerificationPortLevel',
    level: 'warning',
    template: '{problem}',
    description: 'A DestinationRule originates TLS on a port and does not verify the server.',
  },
  IST0130: {
    name: 'VirtualServiceUnreachableRule',
    level: 'warning',
    template: 'rule {rule} is never reached: {reason}; remove it or move it up',
    description: 'A route comes after one that takes all of its requests.',
  },
  IST0131: {
    name: 'VirtualServiceIneffectiveMatch',
    level: 'info',
    template: 'match {match} of rule {rule} takes no request: {earlier} has it already',
    description: 'A match repeats one of an earlier rule.',
  },
  IST0132: {
    name: 'VirtualServiceHostNotFoundInGateway',
    level: 'warning',
    template:
      'gateway {gateway} serves {serves}, none of which is a host of the VirtualService ({hosts}), so its requests do not follow these routes',
    description: 'A VirtualService has no host that its gateway serves.',
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
    template:
      'port {port} carries {protocol}, and without addresses the proxy cannot tell its connections from others of that port; add addresses',
    description: 'A ServiceEntry for TCP has no addresses.',
  },
  IST0138: {
    name: 'GatewayDuplicateCertificate',
    level: 'warning',
    template:
      'the Gateways {gateways} use one certificate on the same pods: browsers reuse an HTTP/2 connection for the hosts of both and get 404; use one Gateway, or a certificate each',
    description: 'Gateways on the same workload use one certificate.',
  },
  IST0140: {
    name: 'IngressRouteRulesNotAffected',
    level: 'warning',
    template:
      'requests for {host} from the gateway do not follow {virtualService}, which leads to subsets inside the mesh only; name the subsets here too',
    description: 'Routes for the mesh have no effect on requests through an ingress gateway.',
  },
  IST0145: {
    name: 'ConflictingGateways',
    level: 'error',
    template:
      'port {port} of {hosts} is also served by {gateways} on the same pods, and {effect}; serve a host by one Gateway',
    description: 'Gateways on the same workload serve the same hosts on the same port.',
  },
  IST0149: {
    name: 'JwtClaimBasedRoutingWithoutRequestAuthN',
    level: 'error',
    template:
      'a route matches the claim {key}, but no RequestAuthentication verifies tokens in the pods of {pod}, which serve gateway {gateway}, so the match never holds; add one',
    description: 'A route matches JWT claims that nothing verifies.',
  },
  IST0151: {
    name: 'EnvoyFilterUsesRelativeOperation',
    level: 'warning',
    template:
      'the patch is relative to other filters and the EnvoyFilter has no priority, so its outcome depends on the order in which filters are patched; set priority',
    description: 'An EnvoyFilter patch depends on the order of filters.',
  },
  IST0152: {
    name: 'EnvoyFilterUsesReplaceOperationIncorrectly',
    level: 'error',
    template:
      'REPLACE has an effect on HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST only, so this patch changes nothing',
    description: 'An EnvoyFilter uses REPLACE where it has no effect.',
  },
  IST0153: {
    name: 'EnvoyFilterUsesAddOperationIncorrectly',
    level: 'error',
    template: 'ADD has no effect on ROUTE_CONFIGURATION and HTTP_ROUTE, so this patch changes nothing',
    description: 'An EnvoyFilter uses ADD where it has no effect.',
  },
  IST0154: {
    name: 'EnvoyFilterUsesRemoveOperationIncorrectly',
    level: 'error',
    template: 'REMOVE has no effect on ROUTE_CONFIGURATION and HTTP_ROUTE, so this patch changes nothing',
    description: 'An EnvoyFilter uses REMOVE where it has no effect.',
  },
  IST0155: {
    name: 'EnvoyFilterUsesRelativeOperationWithProxyVersion',
    level: 'warning',
    template:
      'the patch is relative to other filters, matches a proxy version, and the EnvoyFilter has no priority, so its outcome depends on the order in which filters are patched; set priority',
    description: 'An EnvoyFilter patch for a proxy version depends on the order of filters.',
  },
  IST0157: {
    name: 'InvalidTelemetryProvider',
    level: 'warning',
    template: 'accessLogging names no provider, and the mesh has no default one, so nothing is logged; name a provider',
    description: 'A Telemetry has no provider and there is no default.',
  },
  IST0159: {
    name: 'ConflictingTelemetryWorkloadSelectors',
    level: 'error',
    template:
      'the Telemetries {telemetries} of namespace {namespace} select the pods of {pod}, which follow only the oldest of them; give each its own selector',
    description: 'Several Telemetries select the same workload.',
  },
  IST0160: {
    name: 'MultipleTelemetriesWithoutWorkloadSelectors',
    level: 'error',
    template:
      'the Telemetries {telemetries} of namespace {namespace} have no selector, and proxies follow only the oldest of them; keep one',
    description: 'A namespace has several Telemetries without a selector.',
  },
  IST0161: {
    name: 'InvalidGatewayCredential',
    level: 'error',
    template: 'the Secret {secret} cannot be used, so TLS handshakes with these hosts fail: {problem}',
    description: 'The Secret of a gateway is not a usable TLS credential.',
  },
  IST0162: {
    name: 'GatewayPortNotDefinedOnService',
    level: 'warning',
    template:
      'no Service in these files sends requests to port {port} of the gateway’s pods, so nothing reaches it; open the port in their Service',
    description: 'A gateway listens on a port that no Service sends requests to.',
  },
  IST0165: {
    name: 'ReferencedInternalGateway',
    level: 'warning',
    template:
      'gateway {gateway} is one that Istio makes from a Gateway of the Gateway API; attach an HTTPRoute to that one instead',
    description: 'A VirtualService names a gateway that Istio makes for itself.',
  },
  IST0166: {
    name: 'IneffectiveSelector',
    level: 'warning',
    template: 'a selector has no effect on {gateway}; use targetRefs',
    description: 'A policy selects a waypoint by labels, which has no effect.',
  },
  IST0167: {
    name: 'IneffectivePolicy',
    level: 'warning',
    template: 'the Sidecar has no effect: {reason}',
    description: 'A policy has no effect on what it is for.',
  },
  IST0173: {
    name: 'DestinationRuleSubsetNotSelectPods',
    level: 'error',
    template: 'subset {subset} of {host} selects no pod: {effect}',
    description: 'A subset selects no pod.',
  },
  IST0174: {
    name: 'UnknownDestinationRuleHost',
    level: 'warning',
    template: 'the rule has no effect, because its host {host} cannot be found: {why}',
    description: 'A DestinationRule is for a host that does not exist.',
  },
  IST0177: {
    name: 'ConflictingServiceEntryProtocols',
    level: 'warning',
    template:
      '{serviceEntries} give port {port} of host {host} the different protocols {protocols}, and proxies take one of them for all; agree on one',
    description: 'ServiceEntries give one host and port different protocols.',
  },
});

/**
 * What `istioctl analyze` finds too, with its codes, names and levels
 * (https://istio.io/latest/docs/reference/config/analysis/).
 */
export const istioCodes = { ...istioKubernetesCodes, ...istioObjectCodes };
