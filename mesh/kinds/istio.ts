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
import { checkAuthorizationPolicy } from '../validation/kinds/authorization-policy.js';
import { checkDestinationRule } from '../validation/kinds/destination-rule.js';
import { checkEnvoyFilter } from '../validation/kinds/envoy-filter.js';
import { checkGateway } from '../validation/kinds/gateway.js';
import { checkPeerAuthentication } from '../validation/kinds/peer-authentication.js';
import { checkProxyConfig } from '../validation/kinds/proxy-config.js';
import { checkRequestAuthentication } from '../validation/kinds/request-authentication.js';
import { checkServiceEntry } from '../validation/kinds/service-entry.js';
import { checkSidecar } from '../validation/kinds/sidecar.js';
import { checkTelemetry } from '../validation/kinds/telemetry.js';
import { checkVirtualService } from '../validation/kinds/virtual-service.js';
import { checkWasmPlugin } from '../validation/kinds/wasm-plugin.js';
import { checkWorkloadEntry } from '../validation/kinds/workload-entry.js';
import { checkWorkloadGroup } from '../validation/kinds/workload-group.js';
import { istioFields } from '../validation/schema/istio-fields.js';
import type { Kind } from './kind.js';

type SpecOf<T extends { spec?: unknown }> = NonNullable<T['spec']>;

/** The `spec` type of each Istio kind that the program reads by its type. */
export interface IstioSpecs {
  readonly RequestAuthentication: SpecOf<IRequestAuthentication>;
  readonly PeerAuthentication: SpecOf<IPeerAuthentication>;
  readonly AuthorizationPolicy: SpecOf<IAuthorizationPolicy>;
  readonly Telemetry: SpecOf<ITelemetry>;
  readonly ProxyConfig: SpecOf<IProxyConfig>;
  readonly WasmPlugin: SpecOf<IWasmPlugin>;
  readonly EnvoyFilter: SpecOf<IEnvoyFilter>;
  readonly Sidecar: SpecOf<ISidecar>;
  readonly WorkloadGroup: SpecOf<IWorkloadGroup>;
  readonly WorkloadEntry: SpecOf<IWorkloadEntry>;
  readonly ServiceEntry: SpecOf<IServiceEntry>;
  readonly Gateway: SpecOf<IGateway>;
  readonly DestinationRule: SpecOf<IDestinationRule>;
  readonly VirtualService: SpecOf<IVirtualService>;
}

const ofEvery = { scope: 'namespace', plane: 'mesh', fields: istioFields } as const;
const security = { ...ofEvery, group: 'security.istio.io', versions: ['v1', 'v1beta1'] } as const;
const telemetry = { ...ofEvery, group: 'telemetry.istio.io', versions: ['v1', 'v1alpha1'] } as const;
const extensions = { ...ofEvery, group: 'extensions.istio.io', versions: ['v1alpha1'] } as const;
const networking = { ...ofEvery, group: 'networking.istio.io', versions: ['v1', 'v1beta1', 'v1alpha3'] } as const;
/** ACK One propagates these from the fleet to the mesh (Alibaba Cloud, ACK One with ASM). */
const propagated = { ...networking, fleet: 'propagates' } as const;

/** The kinds of Istio (https://istio.io/latest/docs/reference/config/), in the order in which files list those of one phase. */
export const istioKinds = [
  {
    ...security,
    kind: 'RequestAuthentication',
    plural: 'requestauthentications',
    phase: 'authentication',
    rules: checkRequestAuthentication,
  },
  {
    ...security,
    kind: 'PeerAuthentication',
    plural: 'peerauthentications',
    phase: 'authentication',
    rules: checkPeerAuthentication,
  },
  {
    ...security,
    kind: 'AuthorizationPolicy',
    plural: 'authorizationpolicies',
    phase: 'policy',
    rules: checkAuthorizationPolicy,
  },
  { ...telemetry, kind: 'Telemetry', plural: 'telemetries', phase: 'policy', rules: checkTelemetry },
  {
    ...networking,
    kind: 'ProxyConfig',
    plural: 'proxyconfigs',
    versions: ['v1beta1'],
    phase: 'policy',
    rules: checkProxyConfig,
  },
  { ...extensions, kind: 'WasmPlugin', plural: 'wasmplugins', phase: 'policy', rules: checkWasmPlugin },
  { ...extensions, kind: 'TrafficExtension', plural: 'trafficextensions', phase: 'policy' },
  {
    ...propagated,
    kind: 'EnvoyFilter',
    plural: 'envoyfilters',
    versions: ['v1alpha3'],
    phase: 'policy',
    rules: checkEnvoyFilter,
  },
  { ...propagated, kind: 'Sidecar', plural: 'sidecars', phase: 'policy', rules: checkSidecar },
  { ...propagated, kind: 'WorkloadGroup', plural: 'workloadgroups', phase: 'workload', rules: checkWorkloadGroup },
  { ...propagated, kind: 'WorkloadEntry', plural: 'workloadentries', phase: 'workload', rules: checkWorkloadEntry },
  { ...propagated, kind: 'ServiceEntry', plural: 'serviceentries', phase: 'workload', rules: checkServiceEntry },
  { ...propagated, kind: 'Gateway', plural: 'gateways', phase: 'gateway', rules: checkGateway },
  {
    ...propagated,
    kind: 'DestinationRule',
    plural: 'destinationrules',
    phase: 'destination',
    rules: checkDestinationRule,
  },
  { ...propagated, kind: 'VirtualService', plural: 'virtualservices', phase: 'route', rules: checkVirtualService },
] as const satisfies readonly Kind[];
