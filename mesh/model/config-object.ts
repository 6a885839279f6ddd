import type { IGateway as IKubernetesGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IGatewayClass } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass';
import type { IGRPCRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { IReferenceGrant } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/ReferenceGrant';
import type { ITLSRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/TLSRoute';
import type { ITCPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/TCPRoute';
import type { IWasmPlugin } from '@kubernetes-models/istio/extensions.istio.io/v1alpha1/WasmPlugin';
import type { IDestinationRule } from '@kubernetes-models/istio/networking.istio.io/v1/DestinationRule';
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
import { gatewayApiShapes } from './gateway-api-shapes.js';
import { type Labels, selectorOf } from './labels.js';
import { fieldsOf, type Reader } from './narrowing.js';
import type { MeshObject } from './object.js';
import { istioShapes } from './shapes.js';

type SpecOf<T extends { spec?: unknown }> = NonNullable<T['spec']>;

/** The `spec` type of each Istio kind. */
export interface IstioSpecs {
  readonly VirtualService: SpecOf<IVirtualService>;
  readonly DestinationRule: SpecOf<IDestinationRule>;
  readonly Gateway: SpecOf<IGateway>;
  readonly ServiceEntry: SpecOf<IServiceEntry>;
  readonly Sidecar: SpecOf<ISidecar>;
  readonly EnvoyFilter: SpecOf<IEnvoyFilter>;
  readonly WorkloadEntry: SpecOf<IWorkloadEntry>;
  readonly WorkloadGroup: SpecOf<IWorkloadGroup>;
  readonly ProxyConfig: SpecOf<IProxyConfig>;
  readonly PeerAuthentication: SpecOf<IPeerAuthentication>;
  readonly AuthorizationPolicy: SpecOf<IAuthorizationPolicy>;
  readonly RequestAuthentication: SpecOf<IRequestAuthentication>;
  readonly Telemetry: SpecOf<ITelemetry>;
  readonly WasmPlugin: SpecOf<IWasmPlugin>;
}

/** The `spec` type of each Gateway API kind (for a ReferenceGrant, what stands in its `spec`). */
export interface GatewayApiSpecs {
  readonly GatewayClass: SpecOf<IGatewayClass>;
  readonly Gateway: SpecOf<IKubernetesGateway>;
  readonly HTTPRoute: SpecOf<IHTTPRoute>;
  readonly GRPCRoute: SpecOf<IGRPCRoute>;
  readonly TLSRoute: SpecOf<ITLSRoute>;
  readonly TCPRoute: SpecOf<ITCPRoute>;
  readonly ReferenceGrant: SpecOf<IReferenceGrant>;
}

/** Groups of the Istio APIs by kind. */
export const istioGroups: Readonly<Record<keyof IstioSpecs, string>> = {
  VirtualService: 'networking.istio.io',
  DestinationRule: 'networking.istio.io',
  Gateway: 'networking.istio.io',
  ServiceEntry: 'networking.istio.io',
  Sidecar: 'networking.istio.io',
  EnvoyFilter: 'networking.istio.io',
  WorkloadEntry: 'networking.istio.io',
  WorkloadGroup: 'networking.istio.io',
  ProxyConfig: 'networking.istio.io',
  PeerAuthentication: 'security.istio.io',
  AuthorizationPolicy: 'security.istio.io',
  RequestAuthentication: 'security.istio.io',
  Telemetry: 'telemetry.istio.io',
  WasmPlugin: 'extensions.istio.io',
};

/** Group of the Gateway API. */
export const gatewayApiGroup = 'gateway.networking.k8s.io';

/** Istio kinds that ACK One propagates from the fleet to the mesh (Alibaba Cloud, ACK One with ASM). */
export const fleetKinds: ReadonlySet<string> = new Set([
  'DestinationRule',
  'EnvoyFilter',
  'Gateway',
  'ServiceEntry',
  'Sidecar',
  'VirtualService',
  'WorkloadEntry',
  'WorkloadGroup',
]);

/** Whether objects of this group and kind configure the mesh: an Istio or Gateway API kind. */
export function isConfiguration(group: string, kind: string): boolean {
  return shapeOf(group, kind) !== undefined;
}

function shapeOf(group: string, kind: string): Reader<unknown> | undefined {
  if (group === gatewayApiGroup) {
    return Object.hasOwn(gatewayApiShapes, kind) ? gatewayApiShapes[kind] : undefined;
  }
  return Object.hasOwn(istioGroups, kind) && istioGroups[kind as keyof IstioSpecs] === group
    ? istioShapes[kind]
    : undefined;
}

/**
 * An object that configures the mesh, with its `spec` by type. Fields of a wrong type are left out of `spec`, as if
 * absent, so that code may read it by its type without checks; `object.rawSpec` has what was written.
 */
export class ConfigObject<Spec> {
  private read: Spec | undefined;

  constructor(readonly object: MeshObject) {}

  get kind(): string {
    return this.object.kind;
  }
  get name(): string {
    return this.object.name;
  }
  get namespace(): string {
    return this.object.namespace;
  }
  /** `namespace/name`. */
  get id(): string {
    return `${this.object.namespace}/${this.object.name}`;
  }

  get spec(): Spec {
    this.read ??= (shapeOf(this.object.group, this.object.kind)?.(this.object.rawSpec) ?? fieldsOf(undefined)) as Spec;
    return this.read;
  }

  /** Labels by which it selects workloads; undefined when it has no selector. */
  get selector(): Labels | undefined {
    return selectorOf(this.spec);
  }
}
