import { coversHost } from '../../model/hosts.js';
import type { Mesh } from '../../model/mesh.js';
import type { ConnectionRule, RouteDestination, RouteSource } from '../route-source.js';
import { type Binding, bindingsOf, configOf, type Route, routesOf } from './bindings.js';
import type { Listener } from './listeners.js';
import { isBackendAllowed } from './reference-grants.js';

type RuleSpec = NonNullable<Route['spec']['rules']>[number];
type BackendSpec = NonNullable<RuleSpec['backendRefs']>[number];

/** TLSRoutes and TCPRoutes as what Istio makes of them. */
export function connectionRoutes(mesh: Mesh, listeners: readonly Listener[]): readonly RouteSource[] {
  return (['TLSRoute', 'TCPRoute'] as const).flatMap((kind) =>
    routesOf(mesh, kind).flatMap((route) =>
      bindingsOf(mesh, listeners, route).flatMap((binding) =>
        kind === 'TLSRoute' ? tlsConfigs(mesh, route, binding) : tcpConfigs(mesh, route, binding),
      ),
    ),
  );
}

/** One for each host of the listener that the route is for; its rules take the server names that both have. */
function tlsConfigs(mesh: Mesh, route: Route, binding: Binding): readonly RouteSource[] {
  const wanted = (route.spec.hostnames ?? []).map((host) => host.toLowerCase());
  const names = binding.inMesh ? (wanted.length === 0 ? binding.hosts : wanted) : narrowed(wanted, binding.hostname);
  const hosts = binding.inMesh ? binding.hosts : names;
  return hosts.map((host) => ({
    ...configOf(route, binding.gateway, host),
    http: [],
    tls: rulesOf(
      mesh,
      route,
      binding,
      binding.inMesh && names.length > 1 ? names.filter((name) => name === host) : names,
    ),
    tcp: [],
  }));
}

function tcpConfigs(mesh: Mesh, route: Route, binding: Binding): readonly RouteSource[] {
  const hosts = binding.inMesh ? binding.hosts : ['*'];
  return hosts.map((host) => ({
    ...configOf(route, binding.gateway, host),
    http: [],
    tls: [],
    tcp: rulesOf(mesh, route, binding, []),
  }));
}

/** The names that a route and a listener have in common. */
function narrowed(wanted: readonly string[], hostname: string): readonly string[] {
  const names = wanted.length === 0 ? ['*'] : wanted;
  return hostname === ''
    ? names
    : names.flatMap((name) => (coversHost(hostname, name) ? [name] : coversHost(name, hostname) ? [hostname] : []));
}

function rulesOf(mesh: Mesh, route: Route, binding: Binding, sniHosts: readonly string[]): readonly ConnectionRule[] {
  return (route.spec.rules ?? []).map((rule, index) => ({
    label: `${route.kind} ${route.id} rules[${index}]`,
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
    destinations: destinationsOf(mesh, route, binding, rule.backendRefs ?? []),
  }));
}

/** The backends with a weight; a backend that does not exist, which refuses connections, when there is none. */
function destinationsOf(
  mesh: Mesh,
  route: Route,
  { inMesh }: Binding,
  backends: readonly BackendSpec[],
): readonly RouteDestination[] {
  const used = backends.filter(({ weight }) => weight !== 0);
  if (used.length === 0) {
    return [{ host: '', subset: '', port: undefined, weight: 1, headers: undefined }];
  }
  return used.map(({ name = '', namespace = route.namespace, group = '', kind = 'Service', port, weight }) => {
    const isAllowed = inMesh || isBackendAllowed(mesh, route, { name, namespace });
    const isService = group === '' && kind === 'Service';
    const host = isAllowed && isService ? `${name}.${namespace}.svc.${mesh.config.clusterDomain}` : '';
    return { host, subset: '', port, weight: weight ?? 1, headers: undefined };
  });
}
