import { type GatewayApiSpecs, gatewayApiGroup } from '../../kinds/index.js';
import type { ConfigObject } from '../../model/config-object.js';
import { coversHost, hostsOverlap, isWildcard } from '../../model/hosts.js';
import type { Mesh } from '../../model/mesh.js';
import { createdAt } from '../age.js';
import type { Listener } from './listeners.js';

/** A route of any kind of the Gateway API, in what they share. */
export type Route = ConfigObject<GatewayApiSpecs['HTTPRoute']>;
/** The routes of some kinds, in the order of the kinds. */
export function routesOf(
  mesh: Mesh,
  ...kinds: readonly ('HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute')[]
): readonly Route[] {
  // What differs between the kinds is in their rules.
  return kinds.flatMap((kind) => mesh.gatewayApi(kind) as unknown as readonly Route[]);
}

type ParentSpec = NonNullable<GatewayApiSpecs['HTTPRoute']['parentRefs']>[number];

/** Where a route binds: to a listener of a gateway, or to a host of the mesh. */
export interface Binding {
  readonly gateway: string;
  /** Routes with the same key and host are one list of rules. */
  readonly key: string;
  readonly hosts: readonly string[];
  readonly inMesh: boolean;
  readonly port: number | undefined;
  /** Hostname of the listener; empty for any, and in the mesh. */
  readonly hostname: string;
}

/** What every configuration that is made of a route has. */
export function configOf(
  route: { kind: string; id: string; name: string; namespace: string; object: Route['object'] },
  gateway: string,
  host: string,
) {
  return {
    label: `${route.kind} ${route.id}`,
    name: `${gateway.replaceAll('/', '~')}~${host}`,
    namespace: route.namespace,
    created: createdAt(route.object),
    hosts: [host],
    gateways: [gateway],
    visibility: '*' as const,
    isGatewayApi: true,
  };
}

/** Where the parents of a route let it bind. */
export function bindingsOf(mesh: Mesh, listeners: readonly Listener[], route: Route): readonly Binding[] {
  return (route.spec.parentRefs ?? []).flatMap((parent) => {
    const kind = parent.kind ?? 'Gateway';
    const group = parent.group ?? gatewayApiGroup;
    const namespace = parent.namespace ?? route.namespace;
    if ((kind === 'Gateway' || kind === 'ListenerSet') && group === gatewayApiGroup) {
      return listeners
        .filter(({ owner }) => owner.kind === kind && owner.name === parent.name && owner.namespace === namespace)
        .flatMap((listener) => bindListener(listeners, listener, parent, route));
    }
    const hosts = meshHosts(mesh, kind, group, namespace, parent.name ?? '');
    const port = parent.port === undefined ? '' : `/${parent.port}`;
    return hosts.length === 0
      ? []
      : [{ gateway: 'mesh', key: `${route.namespace}${port}`, hosts, inMesh: true, port: parent.port, hostname: '' }];
  });
}

function meshHosts(mesh: Mesh, kind: string, group: string, namespace: string, name: string): readonly string[] {
  if (kind === 'Service' && group === '') {
    const host = `${name}.${namespace}.svc.${mesh.config.clusterDomain}`;
    return mesh.servicesAt(host).some(({ registry }) => registry === 'kubernetes') ? [host] : [];
  }
  if (kind === 'ServiceEntry' && group === 'networking.istio.io') {
    const entry = mesh.serviceEntries.find((one) => one.namespace === namespace && one.name === name);
    return (entry?.spec.hosts ?? []).map((host) => host.toLowerCase());
  }
  return [];
}

/** A parent that does not take a route, and why. */
export interface RefusedParent {
  /** Index in `spec.parentRefs`. */
  readonly index: number;
  /** `Gateway shop/front`. */
  readonly parent: string;
  /** Undefined when the files do not have the Gateway or ListenerSet; empty when they have it. */
  readonly missing: { readonly kind: string; readonly name: string; readonly namespace: string } | undefined;
  /** As a clause; empty for a missing one. */
  readonly reason: string;
  /** Whether the labels of the route's namespace decide, which is in none of the files. */
  readonly needsLabels: boolean;
}

/** The Gateways and ListenerSets that a route names and that do not take it. Those that Istio does not serve are left out. */
export function refusedParents(mesh: Mesh, listeners: readonly Listener[], route: Route): readonly RefusedParent[] {
  return (route.spec.parentRefs ?? []).flatMap((parent, index): readonly RefusedParent[] => {
    const { kind = 'Gateway', group = gatewayApiGroup, name = '', namespace = route.namespace } = parent;
    if ((kind !== 'Gateway' && kind !== 'ListenerSet') || group !== gatewayApiGroup) {
      return [];
    }
    const place = { index, parent: `${kind} ${namespace}/${name}` };
    if (mesh.find(group, kind, namespace, name).length === 0) {
      return [{ ...place, missing: { kind, name, namespace }, reason: '', needsLabels: false }];
    }
    const own = listeners.filter(
      ({ owner }) => owner.kind === kind && owner.name === name && owner.namespace === namespace,
    );
    const isBound = own.some((listener) => bindListener(listeners, listener, parent, route).length > 0);
    return own.length === 0 || isBound ? [] : [{ ...place, missing: undefined, ...refusal(mesh, own, parent, route) }];
  });
}

/** Why none of the listeners of a parent takes a route: the first condition that leaves none of them. */
function refusal(
  mesh: Mesh,
  own: readonly Listener[],
  parent: ParentSpec,
  route: Route,
): Pick<RefusedParent, 'reason' | 'needsLabels'> {
  const certain = (reason: string) => ({ reason, needsLabels: false });
  const names = own.map(({ sectionName }) => sectionName).join(', ');
  const section = own.filter(({ sectionName }) => !parent.sectionName || parent.sectionName === sectionName);
  if (section.length === 0) {
    return certain(`it has no listener ${parent.sectionName}, only ${names}`);
  }
  const atPort = section.filter(({ port }) => parent.port === undefined || parent.port === port);
  if (atPort.length === 0) {
    return certain(`no listener has port ${parent.port}`);
  }
  const ofKind = atPort.filter(({ kinds }) => kinds.includes(route.kind));
  if (ofKind.length === 0) {
    return certain(`its listeners take no ${route.kind}`);
  }
  const isOpen = ({ server }: Listener): boolean =>
    server.hosts.some((host) => host.indexOf('/') < 0 || host.startsWith(`${route.namespace}/`));
  const open = ofKind.filter(isOpen);
  if (open.length > 0) {
    const hostnames = open.map(({ hostname }) => hostname || '*').join(', ');
    return certain(`its listeners are for ${hostnames}, which is none of the hostnames of the route`);
  }
  const isUnknown = mesh.isComplete !== true && !mesh.namespace(route.namespace).isDeclared;
  return {
    reason: `its allowedRoutes let in no routes of namespace ${route.namespace}`,
    needsLabels: isUnknown && ofKind.some(({ selectsNamespaces }) => selectsNamespaces),
  };
}

function bindListener(
  listeners: readonly Listener[],
  listener: Listener,
  parent: ParentSpec,
  route: Route,
): readonly Binding[] {
  const wanted = (route.spec.hostnames ?? []).map((host) => host.toLowerCase());
  const hostnames = wanted.length === 0 ? ['*'] : wanted;
  const isTaken =
    (parent.port === undefined || parent.port === listener.port) &&
    (!parent.sectionName || parent.sectionName === listener.sectionName) &&
    listener.kinds.includes(route.kind) &&
    hostnames.some((host) => listener.server.hosts.some((allowed) => allows(allowed, host, route.namespace)));
  if (!isTaken) {
    return [];
  }
  const others = listeners
    .filter(
      (other) =>
        other !== listener &&
        other.owner === listener.owner &&
        other.port === listener.port &&
        other.protocol === listener.protocol &&
        other.hostname !== listener.hostname,
    )
    .map(({ hostname }) => hostname);
  const hosts = hostnames.filter((host) => isOwn(host, listener.hostname, others));
  const { gateway } = listener.server;
  return [{ gateway, key: gateway, hosts, inMesh: false, port: undefined, hostname: listener.hostname }];
}

function allows(allowed: string, host: string, namespace: string): boolean {
  const slash = allowed.indexOf('/');
  const [owner, pattern] = slash < 0 ? ['*', allowed] : [allowed.slice(0, slash), allowed.slice(slash + 1)];
  return (owner === '*' || owner === namespace) && hostsOverlap(pattern, host);
}

/** Whether a host is this listener's and not that of a more specific one on the same port. */
function isOwn(host: string, own: string, others: readonly string[]): boolean {
  if (own !== '' && !isWildcard(own)) {
    return true;
  }
  if (own !== '' && !hostsOverlap(own, host)) {
    return false;
  }
  return !others.some(
    (other) =>
      own.length <= other.length &&
      other !== '' &&
      coversHost(other, host) &&
      !(isWildcard(host) && !isWildcard(other)),
  );
}
