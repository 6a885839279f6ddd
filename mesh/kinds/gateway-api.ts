import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IGatewayClass } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass';
import type { IGRPCRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { IReferenceGrant } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/ReferenceGrant';
import type { ITLSRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/TLSRoute';
import type { ITCPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/TCPRoute';
import { gatewayApiFields } from '../validation/schema/gateway-api-fields.js';
import type { Kind } from './kind.js';

type SpecOf<T extends { spec?: unknown }> = NonNullable<T['spec']>;

/** The `spec` type of each Gateway API kind that the program reads by its type (for a ReferenceGrant, what stands in its `spec`). */
export interface GatewayApiSpecs {
  readonly GatewayClass: SpecOf<IGatewayClass>;
  readonly Gateway: SpecOf<IGateway>;
  readonly HTTPRoute: SpecOf<IHTTPRoute>;
  readonly GRPCRoute: SpecOf<IGRPCRoute>;
  readonly TLSRoute: SpecOf<ITLSRoute>;
  readonly TCPRoute: SpecOf<ITCPRoute>;
  readonly ReferenceGrant: SpecOf<IReferenceGrant>;
}

/** Group of the Gateway API. */
export const gatewayApiGroup = 'gateway.networking.k8s.io';

const ofEvery = { group: gatewayApiGroup, plane: 'mesh', scope: 'namespace', fields: gatewayApiFields } as const;
const experimental = { ...ofEvery, group: 'gateway.networking.x-k8s.io', versions: ['v1alpha1'] } as const;

/**
 * The kinds of the Gateway API that Istio reads, standard and experimental channel (https://gateway-api.sigs.k8s.io/reference/spec/),
 * in the order in which files list those of one phase.
 */
export const gatewayApiKinds = [
  {
    ...ofEvery,
    kind: 'GatewayClass',
    plural: 'gatewayclasses',
    versions: ['v1', 'v1beta1'],
    formerVersions: { v1alpha2: '1.0' },
    scope: 'cluster',
    phase: 'foundation',
  },
  {
    ...ofEvery,
    kind: 'Gateway',
    plural: 'gateways',
    versions: ['v1', 'v1beta1'],
    formerVersions: { v1alpha2: '1.0' },
    phase: 'gateway',
  },
  { ...ofEvery, kind: 'ListenerSet', plural: 'listenersets', versions: ['v1'], phase: 'gateway' },
  {
    ...ofEvery,
    kind: 'ReferenceGrant',
    plural: 'referencegrants',
    versions: ['v1', 'v1beta1'],
    formerVersions: { v1alpha2: '1.1' },
    phase: 'gateway',
  },
  {
    ...ofEvery,
    kind: 'BackendTLSPolicy',
    plural: 'backendtlspolicies',
    versions: ['v1', 'v1alpha3'],
    formerVersions: { v1alpha2: '1.1' },
    phase: 'destination',
  },
  {
    ...ofEvery,
    kind: 'HTTPRoute',
    plural: 'httproutes',
    versions: ['v1', 'v1beta1'],
    formerVersions: { v1alpha2: '1.0' },
    phase: 'route',
  },
  {
    ...ofEvery,
    kind: 'GRPCRoute',
    plural: 'grpcroutes',
    versions: ['v1'],
    formerVersions: { v1alpha2: '1.3' },
    phase: 'route',
  },
  { ...ofEvery, kind: 'TCPRoute', plural: 'tcproutes', versions: ['v1', 'v1alpha2'], phase: 'route' },
  { ...ofEvery, kind: 'TLSRoute', plural: 'tlsroutes', versions: ['v1', 'v1alpha3', 'v1alpha2'], phase: 'route' },
  { ...ofEvery, kind: 'UDPRoute', plural: 'udproutes', versions: ['v1', 'v1alpha2'], phase: 'route' },
  {
    ...experimental,
    kind: 'XListenerSet',
    plural: 'xlistenersets',
    phase: 'gateway',
    // The experimental name of ListenerSet, whose fields it has.
    fieldsOf: `${gatewayApiGroup}/v1/ListenerSet`,
  },
  { ...experimental, kind: 'XBackendTrafficPolicy', plural: 'xbackendtrafficpolicies', phase: 'destination' },
  { ...experimental, kind: 'XBackend', plural: 'xbackends', phase: 'workload' },
  { ...experimental, kind: 'XMesh', plural: 'xmeshes', scope: 'cluster', phase: 'foundation' },
] as const satisfies readonly Kind[];
