import { isServedIngress } from '../istio/ingress.js';
import { matchesLabelSelector, matchesLabels, selectorOf } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { asText, type Fields, fieldsListOf, fieldsOf, labelsOf, textListOf } from '../model/narrowing.js';
import type { MeshObject } from '../model/object.js';
import type { PathPod } from './answer-path.js';

/** What an object acts on; an answer that touches none of it does not depend on the object. */
export type Reach =
  | { readonly of: 'mesh' }
  /** Everything of a namespace. */
  | { readonly of: 'namespace'; readonly namespace: string }
  /** Full names, wildcards and addresses. */
  | { readonly of: 'hosts'; readonly hosts: readonly string[] }
  /** Pods of a namespace, or of all when it is undefined. */
  | { readonly of: 'pods'; readonly namespace: string | undefined; readonly selects: (pod: PathPod) => boolean };

/** Finds what an object of a kind acts on. */
export type ReachOf = (object: MeshObject, mesh: Mesh) => readonly Reach[];

export const wholeMesh: ReachOf = () => [{ of: 'mesh' }];

/** Its namespace; the whole mesh for an object of the root namespace or without one. */
export const ownNamespace: ReachOf = ({ namespace }, { config }) =>
  namespace === '' || namespace === config.rootNamespace ? [{ of: 'mesh' }] : [{ of: 'namespace', namespace }];

/** The namespace that it is. */
export const namesake: ReachOf = ({ name }) => [{ of: 'namespace', namespace: name }];

/** The pods that it makes. */
export const ownPods: ReachOf = (object) => [
  { of: 'pods', namespace: object.namespace, selects: (pod) => pod.object === object },
];

/** The host of a Service. */
export const ownHost: ReachOf = ({ name, namespace }, mesh) => [
  { of: 'hosts', hosts: [mesh.resolve(name, namespace)] },
];

/** The hosts that fields of its spec name, as Istio reads hosts in its namespace. */
export function hostsIn(...fields: readonly string[]): ReachOf {
  return ({ spec, namespace }, mesh) => {
    const named = fields.flatMap((field) => [spec[field] ?? []].flat()).filter((host) => typeof host === 'string');
    return [{ of: 'hosts', hosts: named.map((host) => mesh.resolve(host, namespace)) }];
  };
}

/**
 * The pods that its selector selects, or what its `targetRefs` name. Without either, all of its namespace; an object of the root
 * namespace selects in all.
 */
export const selectedPods: ReachOf = (object, mesh) => {
  const { spec, namespace } = object;
  const references = fieldsListOf([spec['targetRefs'] ?? spec['targetRef']].flat());
  if (references.length > 0) {
    return references.map((reference) => targetReach(reference, namespace, mesh));
  }
  const selector = selectorOf(spec) ?? {};
  const where = namespace === mesh.config.rootNamespace ? undefined : namespace;
  return [{ of: 'pods', namespace: where, selects: ({ labels }) => matchesLabels(labels, selector) }];
};

/** The pods of a namespace with these labels, wherever the root namespace is: kinds of ASM. */
export function podsLabelled(...path: readonly string[]): ReachOf {
  return ({ spec, namespace }) => {
    const selector = labelsOf(path.reduce<unknown>((value, field) => fieldsOf(value)[field], spec));
    return [{ of: 'pods', namespace, selects: ({ labels }) => matchesLabels(labels, selector) }];
  };
}

/** The proxies that an extension runs in: those of the pods that it selects. */
export const selectedProxies: ReachOf = (object, mesh) =>
  selectedPods(object, mesh).map((reach) => narrowed(reach, ({ proxy }) => proxy !== 'none'));

/** The proxies that an EnvoyFilter patches, where the contexts of its patches are on the way. */
export const patchedProxies: ReachOf = (object, mesh) => {
  const contexts = new Set(
    fieldsListOf(object.spec['configPatches']).map(({ match }) => asText(fieldsOf(match)['context']) ?? 'ANY'),
  );
  const isPatched = ({ proxy, sends, receives }: PathPod): boolean =>
    proxy !== 'none' &&
    (contexts.has('ANY') ||
      (proxy === 'gateway' && contexts.has('GATEWAY')) ||
      (proxy === 'waypoint' && contexts.has('WAYPOINT')) ||
      (proxy === 'sidecar' &&
        ((sends && contexts.has('SIDECAR_OUTBOUND')) || (receives && contexts.has('SIDECAR_INBOUND')))));
  return selectedPods(object, mesh).map((reach) => narrowed(reach, isPatched));
};

function narrowed(reach: Reach, test: (pod: PathPod) => boolean): Reach {
  return reach.of === 'pods' ? { ...reach, selects: (pod) => test(pod) && reach.selects(pod) } : reach;
}

/** The pods that the `podSelector` of a NetworkPolicy selects, at the ends of connections that its types are about. */
export const policedPods: ReachOf = ({ spec, namespace }) => {
  const types = textListOf(spec['policyTypes']);
  const limitsEgress = types.length === 0 ? spec['egress'] !== undefined : types.includes('Egress');
  const limitsIngress = types.length === 0 || types.includes('Ingress');
  return [
    {
      of: 'pods',
      namespace,
      selects: ({ labels, sends, receives }) =>
        ((sends && limitsEgress) || (receives && limitsIngress)) && matchesLabelSelector(labels, spec['podSelector']),
    },
  ];
};

/** The gateways that an Istio Gateway selects, in any namespace. */
export const gatewayPods: ReachOf = ({ spec }) => {
  const selector = labelsOf(spec['selector']);
  return [{ of: 'pods', namespace: undefined, selects: ({ labels }) => matchesLabels(labels, selector) }];
};

const gatewayName = 'gateway.networking.k8s.io/gateway-name';
const gatewayClass = 'gateway.networking.k8s.io/gateway-class-name';

const podsOfGateway = (name: string, namespace: string): Reach => ({
  of: 'pods',
  namespace,
  selects: ({ labels }) => labels[gatewayName] === name,
});

/** The pods that Istio makes of a Gateway of the Gateway API. */
export const madeGateway: ReachOf = ({ name, namespace }) => [podsOfGateway(name, namespace)];

/** The gateways of a class. */
export const gatewaysOfClass: ReachOf = ({ name }) => [
  { of: 'pods', namespace: undefined, selects: ({ labels }) => labels[gatewayClass] === name },
];

/** The host names of a route of the Gateway API, else what its parents are. */
export const routedHosts: ReachOf = (object, mesh) => {
  const hostnames = textListOf(object.spec['hostnames']);
  return hostnames.length > 0
    ? [{ of: 'hosts', hosts: hostnames.map((host) => host.toLowerCase()) }]
    : parents(object, mesh);
};

/**
 * The hosts of an Ingress that another controller serves, every host for a rule without one or a default backend; nothing for one that
 * Istio serves.
 */
export const foreignIngressHosts: ReachOf = (object, mesh) => {
  const { spec } = object;
  if (isServedIngress(object, mesh)) {
    return [];
  }
  const named = fieldsListOf(spec['rules']).map(({ host }) => (asText(host) || '*').toLowerCase());
  return [{ of: 'hosts', hosts: spec['defaultBackend'] === undefined ? named : [...named, '*'] }];
};

/** What the `parentRefs` or the `parentRef` of an object name. */
export const parents: ReachOf = ({ spec, namespace }, mesh) =>
  fieldsListOf([spec['parentRefs'] ?? spec['parentRef']].flat()).map((reference) =>
    targetReach({ kind: 'Gateway', ...reference }, asText(reference['namespace']) ?? namespace, mesh),
  );

function targetReach(reference: Fields, namespace: string, mesh: Mesh): Reach {
  const name = asText(reference['name']) ?? '';
  switch (reference['kind']) {
    case 'Gateway':
      return podsOfGateway(name, namespace);
    case 'GatewayClass':
      return { of: 'pods', namespace: undefined, selects: ({ labels }) => labels[gatewayClass] === name };
    case 'ServiceEntry': {
      const entries = mesh.find('networking.istio.io', 'ServiceEntry', namespace, name);
      return { of: 'hosts', hosts: entries.flatMap(({ spec }) => textListOf(spec['hosts'])) };
    }
    case 'Service':
      return { of: 'hosts', hosts: [mesh.resolve(name, namespace)] };
    default:
      return { of: 'namespace', namespace };
  }
}
