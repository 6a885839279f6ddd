import type { HttpMatch } from '../../mesh/istio/http-match.js';
import { asksForPresence, type StringMatch } from '../../mesh/istio/string-match.js';
import type { Mesh, Workload } from '../../mesh/model/index.js';
import type { Cluster } from '../../mesh/proxy/cluster.js';
import type { FilterChain, FilterChainMatch } from '../../mesh/proxy/filter-chain.js';
import type { Listener } from '../../mesh/proxy/listener.js';
import { PushContext } from '../../mesh/proxy/push-context.js';
import type { Route, RouteConfiguration, WeightedCluster } from '../../mesh/proxy/route-configuration.js';
import type { NormalChain, NormalCluster, NormalListener, NormalRoutes, ProxyConfiguration } from './normal-form.js';

/** What the model says that the proxy of a workload gets. */
export function modelForm(mesh: Mesh, workload: Workload): ProxyConfiguration {
  const push = PushContext.of(mesh);
  const node = push.nodeOf(workload);
  const isGateway = node.type === 'router';
  const listeners = isGateway
    ? push.gateways.all(workload)
    : [...push.outbound.of(node).listeners(), push.inbound.all(workload)];
  const names = new Set(listeners.flatMap(chainsOf).flatMap(({ terminal }) => routeNameOf(terminal) ?? []));
  const routes = [...names].flatMap((name) =>
    isGateway
      ? (push.gateways.routeConfiguration(workload, name) ?? [])
      : push.outbound.of(node).routeConfiguration(name),
  );
  const inbound = isGateway ? [] : push.inbound.declaredPorts(workload).map((port) => `inbound|${port}||`);
  return {
    listeners: listeners.map(listenerForm),
    routes: routes.map((one) => routesForm(one)),
    clusters: [...push.clusters.all(node).map(clusterForm), ...builtIn(isGateway), ...inbound.map(inboundCluster)],
  };
}

/** The clusters that every proxy has. */
function builtIn(isGateway: boolean): readonly NormalCluster[] {
  const own = { name: 'PassthroughCluster', type: 'ORIGINAL_DST', tls: 'plaintext' };
  const blackHole = { name: 'BlackHoleCluster', type: 'STATIC', tls: 'plaintext' };
  return isGateway ? [blackHole] : [own, { ...own, name: 'InboundPassthroughCluster' }, blackHole];
}

function inboundCluster(name: string): NormalCluster {
  return { name, type: 'ORIGINAL_DST', tls: 'plaintext' };
}

function routeNameOf(terminal: FilterChain['terminal']): string | undefined {
  return 'routeConfiguration' in terminal && typeof terminal.routeConfiguration === 'string'
    ? terminal.routeConfiguration
    : undefined;
}

function chainsOf({ filterChains, defaultFilterChain }: Listener): readonly FilterChain[] {
  return defaultFilterChain === undefined ? filterChains : [...filterChains, defaultFilterChain];
}

function listenerForm(listener: Listener): NormalListener {
  return { name: listener.name, chains: chainsOf(listener).map(chainForm) };
}

const modes = { SIMPLE: 'simple', MUTUAL: 'mutual', OPTIONAL_MUTUAL: 'optional', ISTIO_MUTUAL: 'mutual', HBONE: '' };

function chainForm({ name, match, tls, terminal }: FilterChain): NormalChain {
  const base = { name, match: matchForm(match), tls: tls === undefined ? '' : modes[tls.mode] };
  if (!('routeConfiguration' in terminal)) {
    return { ...base, to: `tcp ${clustersForm(terminal.clusters)}` };
  }
  const { routeConfiguration } = terminal;
  return typeof routeConfiguration === 'string'
    ? { ...base, to: `http ${routeConfiguration}` }
    : { ...base, to: `http ${routeConfiguration.name}`, inline: routesForm(routeConfiguration) };
}

function matchForm(match: FilterChainMatch): string {
  const parts: readonly (readonly [string, string])[] = [
    ['port', String(match.destinationPort ?? '')],
    ['ranges', match.prefixRanges.map((range) => (range.includes('/') ? range : `${range}/32`)).join()],
    ['sni', [...match.serverNames].sort().join()],
    ['transport', match.transportProtocol],
    ['alpn', [...match.applicationProtocols].sort().join()],
  ];
  return parts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function clustersForm(clusters: readonly WeightedCluster[]): string {
  return clusters.length === 1
    ? (clusters[0]?.name ?? '')
    : clusters.map(({ name, weight }) => `${name}=${weight}`).join(' + ');
}

function routesForm({ name, virtualHosts, shortNames }: RouteConfiguration): NormalRoutes {
  return {
    name,
    virtualHosts: virtualHosts.map((host) => {
      const suffix = shortNames?.suffix ?? '';
      const short =
        shortNames === undefined
          ? []
          : host.domains
              .filter((domain) => domain.endsWith(suffix) && !domain.startsWith('*'))
              .map((domain) => domain.slice(0, -suffix.length));
      return {
        name: host.name,
        domains: [...new Set([...host.domains, ...short])].sort(),
        requiresTls: host.requiresTls,
        routes: host.routes.map((route) => `${requestForm(route.match)} -> ${actionForm(route)}`),
      };
    }),
  };
}

function requestForm(match: HttpMatch | undefined): string {
  if (match === undefined) {
    return 'prefix=/';
  }
  const { uri, method, authority, scheme, headers, withoutHeaders, queryParams } = match;
  const pseudo = [
    [':method', method],
    [':authority', authority],
    [':scheme', scheme],
  ] as const;
  return [
    pathForm(match),
    ...(match.ignoreUriCase && uri?.regex === undefined ? ['ignore case'] : []),
    ...headers.map(([name, value]) => `header:${name}${valueForm(value)}`),
    ...withoutHeaders.map(
      ([name, value]) => `header:${name} not${valueForm(value)}${asksForPresence(value) ? '' : ' or missing'}`,
    ),
    ...pseudo.flatMap(([name, value]) => (value === undefined ? [] : [`header:${name}${valueForm(value)}`])),
    ...queryParams.map(([name, value]) => `query:${name}${valueForm(value)}`),
  ].join(' ');
}

function pathForm({ uri, segmentPrefix }: HttpMatch): string {
  if (uri === undefined || asksForPresence(uri)) {
    return 'prefix=/';
  }
  if (uri.exact !== undefined) {
    return `path=${uri.exact}`;
  }
  return uri.prefix === undefined
    ? `regex=${uri.regex}`
    : `${segmentPrefix ? 'pathSeparatedPrefix' : 'prefix'}=${uri.prefix}`;
}

function valueForm(match: StringMatch): string {
  if (asksForPresence(match)) {
    return '';
  }
  const { exact, prefix, regex } = match;
  return exact !== undefined ? ` exact=${exact}` : prefix !== undefined ? ` prefix=${prefix}` : ` regex=${regex}`;
}

function actionForm({ rule, directStatus, clusters }: Route): string {
  if (rule?.redirect !== undefined) {
    return 'redirect';
  }
  const direct = directStatus ?? rule?.directStatus;
  return direct === undefined ? clustersForm(clusters) : `direct ${direct}`;
}

function clusterForm({ name, type, transportSocket, transportSocketReason, loadAssignment }: Cluster): NormalCluster {
  const [first] = loadAssignment.flatMap(({ endpoints }) => endpoints);
  const byEndpoint = transportSocketReason.startsWith('auto mTLS: where');
  return { name, type, tls: byEndpoint ? 'by endpoint' : (first?.transportSocket ?? transportSocket) };
}
