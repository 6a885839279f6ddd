import type { IGateway } from '@kubernetes-models/istio/networking.istio.io/v1/Gateway';
import type { IServiceEntry } from '@kubernetes-models/istio/networking.istio.io/v1/ServiceEntry';
import type { ISidecar } from '@kubernetes-models/istio/networking.istio.io/v1/Sidecar';
import type { IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1/VirtualService';
import type { IWorkloadEntry } from '@kubernetes-models/istio/networking.istio.io/v1/WorkloadEntry';
import type { IWorkloadGroup } from '@kubernetes-models/istio/networking.istio.io/v1/WorkloadGroup';
import type { IEnvoyFilter } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/EnvoyFilter';
import type { IProxyConfig } from '@kubernetes-models/istio/networking.istio.io/v1beta1/ProxyConfig';
import type { IAuthorizationPolicy } from '@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy';
import type { IPeerAuthentication } from '@kubernetes-models/istio/security.istio.io/v1/PeerAuthentication';
import type { IRequestAuthentication } from '@kubernetes-models/istio/security.istio.io/v1/RequestAuthentication';
import type { ITelemetry } from '@kubernetes-models/istio/telemetry.istio.io/v1/Telemetry';
import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ApiVersions } from '../api-versions.js';
import { MeshChart } from '../mesh-chart.js';
import { MeshObject, type MeshObjectProps } from './mesh-object.js';
import type { TrafficPolicySpec } from './traffic-policy-spec.js';

/** Kind and served API version of an Istio object in the chart of a construct. */
function typeOf(scope: Construct, group: 'networking' | 'security' | 'telemetry', kind: string): GroupVersionKind {
  const versions: ApiVersions = MeshChart.settingsOf(scope).apiVersions;
  return { apiVersion: `${group}.istio.io/${versions[group]}`, kind };
}

/** `spec` of VirtualService. */
export type VirtualServiceSpec = NonNullable<IVirtualService['spec']>;

/** How requests for hosts are routed. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export class VirtualService extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: VirtualServiceSpec }) {
    super(scope, id, typeOf(scope, 'networking', 'VirtualService'), props, { spec: props.spec });
  }
}

/** `spec` of DestinationRule. */
export interface DestinationRuleSpec {
  host: string;
  trafficPolicy?: TrafficPolicySpec;
  subsets?: { name: string; labels?: Record<string, string>; trafficPolicy?: TrafficPolicySpec }[];
  exportTo?: string[];
  workloadSelector?: { matchLabels?: Record<string, string> };
}

/** Policies for traffic to a host, and its subsets. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export class DestinationRule extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: DestinationRuleSpec }) {
    super(scope, id, typeOf(scope, 'networking', 'DestinationRule'), props, { spec: props.spec });
  }
}

/** `spec` of Gateway. */
export type GatewaySpec = NonNullable<IGateway['spec']>;

/** What gateway pods listen on: ports, hosts, TLS. (The Gateway API's kind is `GatewayApiGateway`.) @see https://istio.io/latest/docs/reference/config/networking/gateway/ */
export class Gateway extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: GatewaySpec }) {
    super(scope, id, typeOf(scope, 'networking', 'Gateway'), props, { spec: props.spec });
  }
}

/** `spec` of ServiceEntry. */
export type ServiceEntrySpec = NonNullable<IServiceEntry['spec']>;

/** A service outside the mesh, or workloads outside Kubernetes. @see https://istio.io/latest/docs/reference/config/networking/service-entry/ */
export class ServiceEntry extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: ServiceEntrySpec }) {
    super(scope, id, typeOf(scope, 'networking', 'ServiceEntry'), props, { spec: props.spec });
  }
}

/** `spec` of Sidecar. */
export type SidecarSpec = NonNullable<ISidecar['spec']>;

/** Which services and ports a proxy knows. @see https://istio.io/latest/docs/reference/config/networking/sidecar/ */
export class Sidecar extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: SidecarSpec }) {
    super(scope, id, typeOf(scope, 'networking', 'Sidecar'), props, { spec: props.spec });
  }
}

/** `spec` of EnvoyFilter. */
export type EnvoyFilterSpec = NonNullable<IEnvoyFilter['spec']>;

/** A patch of the Envoy configuration that istiod generates. @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/ */
export class EnvoyFilter extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: EnvoyFilterSpec }) {
    super(scope, id, { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter' }, props, { spec: props.spec });
  }
}

/** `spec` of WorkloadEntry. */
export type WorkloadEntrySpec = NonNullable<IWorkloadEntry['spec']>;

/** One workload outside Kubernetes. @see https://istio.io/latest/docs/reference/config/networking/workload-entry/ */
export class WorkloadEntry extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: WorkloadEntrySpec }) {
    super(scope, id, typeOf(scope, 'networking', 'WorkloadEntry'), props, { spec: props.spec });
  }
}

/** `spec` of WorkloadGroup. */
export type WorkloadGroupSpec = NonNullable<IWorkloadGroup['spec']>;

/** A template of WorkloadEntries. @see https://istio.io/latest/docs/reference/config/networking/workload-group/ */
export class WorkloadGroup extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: WorkloadGroupSpec }) {
    super(scope, id, typeOf(scope, 'networking', 'WorkloadGroup'), props, { spec: props.spec });
  }
}

/** `spec` of ProxyConfig. */
export type ProxyConfigSpec = NonNullable<IProxyConfig['spec']>;

/** Settings of the proxies of workloads, read when a proxy starts. @see https://istio.io/latest/docs/reference/config/networking/proxy-config/ */
export class ProxyConfig extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: ProxyConfigSpec }) {
    super(scope, id, { apiVersion: 'networking.istio.io/v1beta1', kind: 'ProxyConfig' }, props, { spec: props.spec });
  }
}

/** `spec` of PeerAuthentication. */
export type PeerAuthenticationSpec = NonNullable<IPeerAuthentication['spec']>;

/** Which mTLS mode workloads accept. @see https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
export class PeerAuthentication extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: PeerAuthenticationSpec }) {
    super(scope, id, typeOf(scope, 'security', 'PeerAuthentication'), props, { spec: props.spec });
  }
}

/** `spec` of RequestAuthentication. */
export type RequestAuthenticationSpec = NonNullable<IRequestAuthentication['spec']>;

/** Which JSON Web Tokens workloads accept. @see https://istio.io/latest/docs/reference/config/security/request_authentication/ */
export class RequestAuthentication extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: RequestAuthenticationSpec }) {
    super(scope, id, typeOf(scope, 'security', 'RequestAuthentication'), props, { spec: props.spec });
  }
}

/** `spec` of AuthorizationPolicy. */
export type AuthorizationPolicySpec = NonNullable<IAuthorizationPolicy['spec']>;

/** Who may call workloads. @see https://istio.io/latest/docs/reference/config/security/authorization_policy/ */
export class AuthorizationPolicy extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: AuthorizationPolicySpec }) {
    super(scope, id, typeOf(scope, 'security', 'AuthorizationPolicy'), props, { spec: props.spec });
  }
}

/** `spec` of Telemetry. */
export type TelemetrySpec = NonNullable<ITelemetry['spec']>;

/** Access logs, metrics and traces of workloads. @see https://istio.io/latest/docs/reference/config/telemetry/ */
export class Telemetry extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: TelemetrySpec }) {
    super(scope, id, typeOf(scope, 'telemetry', 'Telemetry'), props, { spec: props.spec });
  }
}
