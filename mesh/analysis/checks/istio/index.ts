import type { Check } from '../../check.js';
import { ambientSidecars } from './ambient-sidecars.js';
import { annotations } from './annotations.js';
import { applicationUid } from './application-uid.js';
import { authorizationPolicyReferences } from './authorization-policy-references.js';
import { automaticImages } from './automatic-images.js';
import { controlPlaneAddresses } from './control-plane-addresses.js';
import { deploymentServices } from './deployment-services.js';
import { deprecations } from './deprecations.js';
import { destinationRuleCertificates } from './destination-rule-certificates.js';
import { destinationRuleSubsets } from './destination-rule-subsets.js';
import { envoyFilterOperations } from './envoy-filter-operations.js';
import { envoyFilterTypes } from './envoy-filter-types.js';
import { fetchedKeys } from './fetched-keys.js';
import { gatewayApiDefinitions } from './gateway-api-definitions.js';
import { gatewayCertificates } from './gateway-certificates.js';
import { gatewayConflicts } from './gateway-conflicts.js';
import { gatewayPorts } from './gateway-ports.js';
import { gatewaySecrets } from './gateway-secrets.js';
import { injectionWebhooks } from './injection-webhooks.js';
import { kubernetesGatewaySelectors } from './kubernetes-gateway-selectors.js';
import { multiClusterServices } from './multi-cluster-services.js';
import { namespaceInjection } from './namespace-injection.js';
import { podProxy } from './pod-proxy.js';
import { proxyImages } from './proxy-images.js';
import { serviceEntryAddresses } from './service-entry-addresses.js';
import { serviceEntryProtocols } from './service-entry-protocols.js';
import { servicePorts } from './service-ports.js';
import { sidecarSelectors } from './sidecar-selectors.js';
import { statusConditions } from './status-conditions.js';
import { telemetryProviders } from './telemetry-providers.js';
import { telemetrySelectors } from './telemetry-selectors.js';
import { virtualServiceGateways } from './virtual-service-gateways.js';
import { virtualServiceHosts } from './virtual-service-hosts.js';
import { virtualServiceIngressSubsets } from './virtual-service-ingress-subsets.js';
import { virtualServiceJwt } from './virtual-service-jwt.js';
import { virtualServiceMeshHosts } from './virtual-service-mesh-hosts.js';
import { virtualServiceRules } from './virtual-service-rules.js';
import { virtualServiceSubsets } from './virtual-service-subsets.js';

/** The checks that `istioctl analyze` has too (codes `IST…`). */
export const istioChecks: readonly Check[] = [
  statusConditions,
  proxyImages,
  injectionWebhooks,
  gatewayApiDefinitions,
  fetchedKeys,
  controlPlaneAddresses,
  automaticImages,
  ambientSidecars,
  annotations,
  applicationUid,
  authorizationPolicyReferences,
  deploymentServices,
  deprecations,
  destinationRuleCertificates,
  destinationRuleSubsets,
  envoyFilterOperations,
  envoyFilterTypes,
  gatewayCertificates,
  gatewayConflicts,
  gatewayPorts,
  gatewaySecrets,
  kubernetesGatewaySelectors,
  multiClusterServices,
  namespaceInjection,
  podProxy,
  serviceEntryAddresses,
  serviceEntryProtocols,
  servicePorts,
  sidecarSelectors,
  telemetryProviders,
  telemetrySelectors,
  virtualServiceGateways,
  virtualServiceHosts,
  virtualServiceIngressSubsets,
  virtualServiceJwt,
  virtualServiceMeshHosts,
  virtualServiceRules,
  virtualServiceSubsets,
];
