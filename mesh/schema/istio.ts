import { WasmPlugin as WasmPluginExtensionsV1alpha1 } from '@kubernetes-models/istio/extensions.istio.io/v1alpha1/WasmPlugin';
import { DestinationRule as DestinationRuleNetworkingV1 } from '@kubernetes-models/istio/networking.istio.io/v1/DestinationRule';
import { Gateway as GatewayNetworkingV1 } from '@kubernetes-models/istio/networking.istio.io/v1/Gateway';
import { ServiceEntry as ServiceEntryNetworkingV1 } from '@kubernetes-models/istio/networking.istio.io/v1/ServiceEntry';
import { Sidecar as SidecarNetworkingV1 } from '@kubernetes-models/istio/networking.istio.io/v1/Sidecar';
import { VirtualService as VirtualServiceNetworkingV1 } from '@kubernetes-models/istio/networking.istio.io/v1/VirtualService';
import { WorkloadEntry as WorkloadEntryNetworkingV1 } from '@kubernetes-models/istio/networking.istio.io/v1/WorkloadEntry';
import { WorkloadGroup as WorkloadGroupNetworkingV1 } from '@kubernetes-models/istio/networking.istio.io/v1/WorkloadGroup';
import { DestinationRule as DestinationRuleNetworkingV1alpha3 } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/DestinationRule';
import { EnvoyFilter as EnvoyFilterNetworkingV1alpha3 } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/EnvoyFilter';
import { Gateway as GatewayNetworkingV1alpha3 } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/Gateway';
import { ServiceEntry as ServiceEntryNetworkingV1alpha3 } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/ServiceEntry';
import { Sidecar as SidecarNetworkingV1alpha3 } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/Sidecar';
import { VirtualService as VirtualServiceNetworkingV1alpha3 } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/VirtualService';
import { WorkloadEntry as WorkloadEntryNetworkingV1alpha3 } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/WorkloadEntry';
import { WorkloadGroup as WorkloadGroupNetworkingV1alpha3 } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/WorkloadGroup';
import { DestinationRule as DestinationRuleNetworkingV1beta1 } from '@kubernetes-models/istio/networking.istio.io/v1beta1/DestinationRule';
import { Gateway as GatewayNetworkingV1beta1 } from '@kubernetes-models/istio/networking.istio.io/v1beta1/Gateway';
import { ProxyConfig as ProxyConfigNetworkingV1beta1 } from '@kubernetes-models/istio/networking.istio.io/v1beta1/ProxyConfig';
import { ServiceEntry as ServiceEntryNetworkingV1beta1 } from '@kubernetes-models/istio/networking.istio.io/v1beta1/ServiceEntry';
import { Sidecar as SidecarNetworkingV1beta1 } from '@kubernetes-models/istio/networking.istio.io/v1beta1/Sidecar';
import { VirtualService as VirtualServiceNetworkingV1beta1 } from '@kubernetes-models/istio/networking.istio.io/v1beta1/VirtualService';
import { WorkloadEntry as WorkloadEntryNetworkingV1beta1 } from '@kubernetes-models/istio/networking.istio.io/v1beta1/WorkloadEntry';
import { WorkloadGroup as WorkloadGroupNetworkingV1beta1 } from '@kubernetes-models/istio/networking.istio.io/v1beta1/WorkloadGroup';
import { AuthorizationPolicy as AuthorizationPolicySecurityV1 } from '@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy';
import { PeerAuthentication as PeerAuthenticationSecurityV1 } from '@kubernetes-models/istio/security.istio.io/v1/PeerAuthentication';
import { RequestAuthentication as RequestAuthenticationSecurityV1 } from '@kubernetes-models/istio/security.istio.io/v1/RequestAuthentication';
import { AuthorizationPolicy as AuthorizationPolicySecurityV1beta1 } from '@kubernetes-models/istio/security.istio.io/v1beta1/AuthorizationPolicy';
import { PeerAuthentication as PeerAuthenticationSecurityV1beta1 } from '@kubernetes-models/istio/security.istio.io/v1beta1/PeerAuthentication';
import { RequestAuthentication as RequestAuthenticationSecurityV1beta1 } from '@kubernetes-models/istio/security.istio.io/v1beta1/RequestAuthentication';
import { Telemetry as TelemetryTelemetryV1 } from '@kubernetes-models/istio/telemetry.istio.io/v1/Telemetry';
import { Telemetry as TelemetryTelemetryV1alpha1 } from '@kubernetes-models/istio/telemetry.istio.io/v1alpha1/Telemetry';

/** Istio kinds in every served version, generated from the CRDs of Istio 1.29. */
export const istioModels = [
  DestinationRuleNetworkingV1,
  GatewayNetworkingV1,
  ServiceEntryNetworkingV1,
  SidecarNetworkingV1,
  VirtualServiceNetworkingV1,
  WorkloadEntryNetworkingV1,
  WorkloadGroupNetworkingV1,
  DestinationRuleNetworkingV1beta1,
  GatewayNetworkingV1beta1,
  ProxyConfigNetworkingV1beta1,
  ServiceEntryNetworkingV1beta1,
  SidecarNetworkingV1beta1,
  VirtualServiceNetworkingV1beta1,
  WorkloadEntryNetworkingV1beta1,
  WorkloadGroupNetworkingV1beta1,
  DestinationRuleNetworkingV1alpha3,
  EnvoyFilterNetworkingV1alpha3,
  GatewayNetworkingV1alpha3,
  ServiceEntryNetworkingV1alpha3,
  SidecarNetworkingV1alpha3,
  VirtualServiceNetworkingV1alpha3,
  WorkloadEntryNetworkingV1alpha3,
  WorkloadGroupNetworkingV1alpha3,
  AuthorizationPolicySecurityV1,
  PeerAuthenticationSecurityV1,
  RequestAuthenticationSecurityV1,
  AuthorizationPolicySecurityV1beta1,
  PeerAuthenticationSecurityV1beta1,
  RequestAuthenticationSecurityV1beta1,
  TelemetryTelemetryV1,
  TelemetryTelemetryV1alpha1,
  WasmPluginExtensionsV1alpha1,
] as const;
