import type { RequestQuery } from '../mesh/request/index.js';

/** A configuration and the requests that are sent while it holds. */
export interface DifferentialCase {
  readonly name: string;
  /** YAML that is applied over the base workloads. */
  readonly config: string;
  /** YAML that is put over the MeshConfig of the control plane while the case runs. @default nothing */
  readonly meshConfig?: string;
  readonly requests: readonly (RequestQuery & { readonly from: string })[];
}

type Extra = Omit<RequestQuery, 'from' | 'to'>;

/** A request of a caller. */
export function call(from: string, to: string, extra: Extra = {}): RequestQuery & { readonly from: string } {
  return { from, to, ...extra };
}

/** An object of an Istio kind with its spec in YAML's flow form. */
export function istio(kind: string, name: string, spec: string, namespace = 'shop'): string {
  const group = /Authentication|AuthorizationPolicy/.test(kind) ? 'security.istio.io' : 'networking.istio.io';
  return `---
apiVersion: ${group}/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;
}

/** An object of the Gateway API with its spec in YAML's flow form. */
export function gatewayApi(kind: string, name: string, spec: string, namespace = 'shop'): string {
  const version = kind === 'ReferenceGrant' ? 'v1beta1' : 'v1';
  return `---
apiVersion: gateway.networking.k8s.io/${version}
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;
}

/** Subsets v1 and v2 of hello. */
export const subsets = istio(
  'DestinationRule',
  'hello',
  '{host: hello, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}',
);

/** The caller of most cases, with a sidecar. */
export const inside = 'shop/client';
/** A caller without a sidecar. */
export const outside = 'outside/client';
