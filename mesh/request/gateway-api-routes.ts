import { type ConfigObject, type GatewayApiSpecs, gatewayApiGroup } from '../model/config-object.js';
import { coversHost, hostsOverlap, isWildcard } from '../model/hosts.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { type RuleSpec, rulesOf, withPort } from './gateway-api-rules.js';
import { type Listener, readListeners } from './gateway-servers.js';
import {
  type ConnectionRule,
  createdAt,
  type HttpMatch,
  type HttpRule,
  type RouteDestination,
  type RoutingConfig,
} from './routing-config.js';

type Route = ConfigObject<GatewayApiSpecs['HTTPRoute']>;
type ParentSpec = NonNullable<GatewayApiSpecs['HTTPRoute']['parentRefs']>[number];

/** Where a route binds: to a listener of a gateway, or to a host of the mesh. */
interface Binding {
  readonly gateway: string;
  /** Routes with the same key and host are one list of rules. */
  readonly key: string;
  readonly hosts: readonly string[];
  readonly inMesh: boolean;
  readonly port: number | undefined;
}

/** Routes of the Gateway API as what Istio makes of them; rules of all routes of a listener and host are one list. */
export function readGatewayApiRoutes(mesh: Mesh): readonly RoutingConfig[] {
  const listeners = readListeners(mesh);
  return [
    ...httpRoutes(mesh, listeners, mesh.gatewayApi('HTTPRoute')),
    ...httpRoutes(mesh, listeners, mesh.gatewayApi('GRPCRoute') as unknown as readonly Route[]),
    ...connectionRoutes(mesh, listeners, 'TLSRoute'),
    ...connectionRoutes(mesh, listeners, 'TCPRoute'),
  ];
}

function httpRoutes(mesh: Mesh, listeners: readonly Listener[], routes: readonly Route[]): readonly RoutingConfig[] {
  const byKey = new Map<string, { route: Route; binding: Binding; host: string }[]>();
  const oldest = [...routes].sort(
    (one, other) => compare(createdAt(one.object), createdAt(other.object)) || compare(one.id, other.id),
  );
  for (const route of oldest) {
    for (const binding of bindingsOf(mesh, listeners, route)) {
      for (const host of binding.hosts) {
        append(byKey, `${route.kind} ${binding.key}/${host}`, { route, binding, host });
      }
    }
  }
  return [...byKey.values()].flatMap((entries) => {
    const first = entries[0];
    if (first === undefined) {
      return [];
    }
    const rules = entries.flatMap(({ route, binding }) => rulesFor(mesh, route, binding));
    return {
      ...configOf(first.route, first.binding.gateway, first.host),
      http: sortRules(rules),
      tls: [],
      tcp: [],
    };
  });
}

function configOf(
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

function rulesFor(mesh: Mesh, route: Route, binding: Binding): readonly HttpRule[] {
  return (route.spec.rules ?? []).flatMap((rule, index) => {
    const label = `${route.kind} ${route.id} rules[${index}]`;
    const owner = { object: route.object, kind: route.kind, namespace: route.namespace, label };
    const rules = rulesOf(mesh, owner, rule as RuleSpec, binding.inMesh);
    return binding.port === undefined ? rules : rules.map((made) => withPort(made, binding.port ?? 0));
  });
}

function bindingsOf(mesh: Mesh, listeners: readonly Listener[], route: Route): readonly Binding[] {
  return (route.spec.parentRefs ?? []).flatMap((parent) => {
    const kind = parent.kind ?? 'Gateway';
    const group = parent.group ?? gatewayApiGroup;
    const namespace = parent.namespace ?? route.namespace;
    if (kind === 'Gateway' && group === gatewayApiGroup) {
      return listeners
        .filter((listener) => listener.gatewayName === parent.name && listener.gatewayNamespace === namespace)
        .flatMap((listener) => bindListener(listeners, listener, parent, route));
    }
    const hosts = meshHosts(mesh, kind, group, namespace, parent.name ?? '');
    const port = parent.port === undefined ? '' : `/${parent.port}`;
    return hosts.length === 0
      ? []
      : [{ gateway: 'mesh', key: `${route.namespace}${port}`, hosts, inMesh: true, port: parent.port }];
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
        other.gatewayName === listener.gatewayName &&
        other.gatewayNamespace === listener.gatewayNamespace &&
        other.port === listener.port &&
        other.protocol === listener.protocol &&
        other.hostname !== listener.hostname,
    )
    .map(({ hostname }) => hostname);
  const hosts = hostnames.filter((host) => isOwn(host, listener.hostname, others));
  return [{ gateway: listener.server.gateway, key: listener.server.gateway, hosts, inMesh: false, port: undefined }];
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

function rankOf(match: HttpMatch): number {
  if (match.uri === undefined) {
    return -1;
  }
  return match.uri.exact !== undefined ? 3 : match.uri.prefix !== undefined ? 2 : 1;
}

function lengthOf({ uri }: HttpMatch): number {
  return (uri?.exact ?? uri?.prefix ?? uri?.regex ?? '').length;
}

/** The order that the Gateway API asks for: exact paths, then the longest, then a method, then the most headers, then the most parameters. */
function sortRules(rules: readonly HttpRule[]): readonly HttpRule[] {
  return rules
    .map((rule, index) => ({ rule, index }))
    .sort((one, other) => compareRules(one.rule, other.rule) || one.index - other.index)
    .map(({ rule }) => rule);
}

function compareRules(one: HttpRule, other: HttpRule): number {
  const [a] = one.matches;
  const [b] = other.matches;
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return (
    rankOf(b) - rankOf(a) ||
    lengthOf(b) - lengthOf(a) ||
    Number(a.method === undefined) - Number(b.method === undefined) ||
    b.headers.length - a.headers.length ||
    b.queryParams.length - a.queryParams.length
  );
}

function connectionRoutes(
  mesh: Mesh,
  listeners: readonly Listener[],
  kind: 'TLSRoute' | 'TCPRoute',
): readonly RoutingConfig[] {
  const routes = mesh.gatewayApi(kind) as unknown as readonly Route[];
  return routes.flatMap((route) =>
    bindingsOf(mesh, listeners, route).map((binding): RoutingConfig => {
      const isTls = kind === 'TLSRoute';
      const sniHosts = isTls ? binding.hosts.filter((host) => host !== '*') : [];
      const rules = (route.spec.rules ?? []).map(
        (rule, index): ConnectionRule => ({
          label: `${kind} ${route.id} rules[${index}]`,
          object: route.object,
          matches: [
            {
              sniHosts,
              destinationSubnets: [],
              port: binding.port,
              sourceLabels: {},
              sourceNamespace: '',
              gateways: [],
            },
          ],
          destinations: (rule.backendRefs ?? []).map(
            (backend): RouteDestination => ({
              host: `${backend.name ?? ''}.${backend.namespace ?? route.namespace}.svc.${mesh.config.clusterDomain}`,
              subset: '',
              port: backend.port,
              weight: backend.weight ?? 1,
              headers: undefined,
            }),
          ),
        }),
      );
      return {
        ...configOf(route, binding.gateway, binding.hosts[0] ?? '*'),
        hosts: binding.hosts,
        http: [],
        tls: isTls ? rules : [],
        tcp: isTls ? [] : rules,
      };
    }),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
