import { controllerOfGateway, type GatewayController } from '../../model/gateway-manifests.js';
import { append, matchesLabelSelector } from '../../model/labels.js';
import type { Mesh } from '../../model/mesh.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf } from '../../model/narrowing.js';
import type { MeshObject } from '../../model/object.js';
import { createdAt } from '../age.js';

/** A listener of a Gateway, written there or in a ListenerSet that the Gateway lets in. */
export interface AttachedListener {
  /** What the listener says. */
  readonly spec: Fields;
  /** Its index in `spec.listeners`. */
  readonly index: number;
  /** The Gateway or the ListenerSet that it is written in. */
  readonly owner: MeshObject;
  readonly gateway: MeshObject;
  readonly controller: GatewayController;
}

/**
 * The listeners of the Gateways that Istio serves, in the order in which they win: those of the Gateway, then those of its ListenerSets,
 * the oldest first. One that conflicts with an earlier one on its port is left out (Istio, `ComputeGatewayListenerConflicts`).
 */
export function attachedListeners(mesh: Mesh): readonly AttachedListener[] {
  return decidedListeners(mesh).flatMap(({ listener, winner }) => (winner === undefined ? [listener] : []));
}

/** A listener that is left out, with the one that it conflicts with. */
export interface RefusedListener {
  readonly listener: AttachedListener;
  readonly winner: AttachedListener;
}

/** The listeners that conflict with an earlier one of their Gateway. */
export function refusedListeners(mesh: Mesh): readonly RefusedListener[] {
  return decidedListeners(mesh).flatMap(({ listener, winner }) => (winner === undefined ? [] : [{ listener, winner }]));
}

interface DecidedListener {
  readonly listener: AttachedListener;
  /** The earlier one that it conflicts with, if there is any. */
  readonly winner: AttachedListener | undefined;
}

function decidedListeners(mesh: Mesh): readonly DecidedListener[] {
  const classes = new Map(
    mesh.gatewayApi('GatewayClass').map(({ name, spec }) => [name, String(spec.controllerName ?? '')] as const),
  );
  const sets = setsByGateway(mesh);
  return mesh.gatewayApi('Gateway').flatMap(({ object: gateway, id }) => {
    const controller = controllerOfGateway(gateway, classes);
    if (controller === 'foreign') {
      return [];
    }
    const owners = [gateway, ...(sets.get(id) ?? []).filter((set) => isLetIn(mesh, gateway, set))];
    const decided: DecidedListener[] = [];
    for (const owner of owners) {
      for (const [index, spec] of fieldsListOf(owner.spec['listeners']).entries()) {
        const earlier = decided.find((prior) => prior.winner === undefined && conflicts(spec, prior.listener.spec));
        decided.push({ listener: { spec, index, owner, gateway, controller }, winner: earlier?.listener });
      }
    }
    return decided;
  });
}

/** The port of a listener; one of a ListenerSet may leave it to the protocol. */
export function portOfListener(spec: Fields): number {
  const { port, protocol } = spec;
  return asNumber(port) || (protocol === 'HTTPS' ? 443 : protocol === 'HTTP' ? 80 : 0);
}

/** ListenerSets by `namespace/name` of their Gateway, the oldest first. */
function setsByGateway(mesh: Mesh): ReadonlyMap<string, readonly MeshObject[]> {
  const byGateway = new Map<string, MeshObject[]>();
  const sets = [...mesh.objectsOf('gateway.networking.k8s.io', 'ListenerSet')];
  const key = (set: MeshObject): string => [createdAt(set), set.namespace, set.name].join('\0');
  sets.sort((one, other) => (key(one) < key(other) ? -1 : 1));
  for (const set of sets) {
    const { group, kind, name, namespace } = fieldsOf(set.spec['parentRef']);
    if ((kind ?? 'Gateway') === 'Gateway' && (group ?? 'gateway.networking.k8s.io') === 'gateway.networking.k8s.io') {
      const id = `${asText(namespace) ?? set.namespace}/${asText(name) ?? ''}`;
      append(byGateway, id, set);
    }
  }
  return byGateway;
}

/** Whether a Gateway takes the ListenerSets of a namespace: none unless `allowedListeners` says so. */
function isLetIn(mesh: Mesh, gateway: MeshObject, { namespace }: MeshObject): boolean {
  const { from, selector } = fieldsOf(fieldsOf(gateway.spec['allowedListeners'])['namespaces']);
  switch (from) {
    case 'All':
      return true;
    case 'Same':
      return namespace === gateway.namespace;
    case 'Selector':
      return namespaceFits(mesh, namespace, selector);
    default:
      return false;
  }
}

/** Whether a namespace has the labels of a selector, its name among them. */
export function namespaceFits(mesh: Mesh, name: string, selector: unknown): boolean {
  return mesh
    .namespace(name)
    .declarations.some(({ labels }) =>
      matchesLabelSelector({ 'kubernetes.io/metadata.name': name, ...labels }, selector),
    );
}

const isHttpLike = (protocol: unknown): boolean => ['HTTP', 'HTTPS', 'TLS'].includes(String(protocol));

/** Whether two listeners of a Gateway cannot be told apart: one port, and one host or one protocol without hosts. */
function conflicts(one: Fields, other: Fields): boolean {
  if (portOfListener(one) !== portOfListener(other)) {
    return false;
  }
  return isHttpLike(one['protocol']) && isHttpLike(other['protocol'])
    ? (asText(one['hostname']) || '*') === (asText(other['hostname']) || '*')
    : isHttpLike(one['protocol']) !== isHttpLike(other['protocol']) || !isKnownApart(one, other);
}

/** TCP and UDP share a port for the Gateway API; any other two protocols do not. */
function isKnownApart(one: Fields, other: Fields): boolean {
  const transports = ['TCP', 'UDP'];
  const areTransports = [one, other].every(({ protocol }) => transports.includes(String(protocol)));
  return !areTransports && one['protocol'] !== other['protocol'];
}
