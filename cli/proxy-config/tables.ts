import type { JsonObject, ProxyConfig } from '../../mesh/index.js';
import { tableLines } from '../table.js';

/** The parts of a proxy's configuration, as `istioctl proxy-config` calls them. */
export const configKinds = ['listeners', 'routes', 'clusters', 'endpoints'] as const;

/** One of {@link configKinds}. */
export type ConfigKind = (typeof configKinds)[number];

const tables: Readonly<Record<ConfigKind, (parts: readonly JsonObject[]) => readonly (readonly string[])[]>> = {
  listeners: listenerRows,
  routes: routeRows,
  clusters: clusterRows,
  endpoints: endpointRows,
};

/** The lines of a proxy's configuration for a person, in the tables of `istioctl proxy-config`; several with their names above. */
export function proxyConfigLines(config: ProxyConfig, kinds: readonly ConfigKind[]): readonly string[] {
  return kinds.flatMap((kind, index) => [
    ...(index === 0 ? [] : ['']),
    ...(kinds.length > 1 ? [kind.toUpperCase()] : []),
    ...tableLines(tables[kind](config[kind])),
  ]);
}

const at = (value: unknown, key: string): unknown => (value as JsonObject | undefined)?.[key];
const object = (value: unknown, key: string): JsonObject => (at(value, key) ?? {}) as JsonObject;
const list = (value: unknown, key: string): readonly JsonObject[] => (at(value, key) ?? []) as readonly JsonObject[];
const texts = (value: unknown, key: string): readonly string[] => (at(value, key) ?? []) as readonly string[];
const text = (value: unknown, key: string): string => String(at(value, key) ?? '');

function listenerRows(listeners: readonly JsonObject[]): readonly (readonly string[])[] {
  const rows = listeners
    .map((listener) => ({ listener, address: object(object(listener, 'address'), 'socketAddress') }))
    .sort(
      (one, other) =>
        Number(at(one.address, 'portValue')) - Number(at(other.address, 'portValue')) ||
        compare(text(one.address, 'address'), text(other.address, 'address')),
    )
    .flatMap(({ listener, address }) => {
      const fallback = at(listener, 'defaultFilterChain');
      const chains = [...list(listener, 'filterChains'), ...(fallback === undefined ? [] : [fallback as JsonObject])];
      return chains.map((chain) => [
        text(address, 'address'),
        text(address, 'portValue'),
        matchText(object(chain, 'filterChainMatch')),
        destinationText(chain),
      ]);
    });
  return [['ADDRESSES', 'PORT', 'MATCH', 'DESTINATION'], ...rows];
}

/** What istioctl calls lists of protocols. */
const protocolNames: ReadonlyMap<string, string> = new Map([
  ['http/1.0,http/1.1,h2c', 'HTTP'],
  ['istio-peer-exchange,istio', 'TCP TLS'],
]);

function matchText(match: JsonObject): string {
  const protocols = texts(match, 'applicationProtocols').join();
  const port = at(match, 'destinationPort') === undefined ? '' : `:${text(match, 'destinationPort')}`;
  const ranges = list(match, 'prefixRanges').map(
    (range) => `${text(range, 'addressPrefix')}/${text(range, 'prefixLen')}`,
  );
  const names = texts(match, 'serverNames').join();
  const address = ranges.length > 0 ? `${ranges.join()}${port}` : port === '' ? '' : `*${port}`;
  const parts = [
    names && `SNI: ${names}`,
    text(match, 'transportProtocol') && `Trans: ${text(match, 'transportProtocol')}`,
    protocols && `App: ${protocolNames.get(protocols) ?? protocols}`,
    address && `Addr: ${address}`,
  ];
  return parts.filter(Boolean).join('; ') || 'ALL';
}

function destinationText(chain: JsonObject): string {
  const last = object(list(chain, 'filters').at(-1), 'typedConfig');
  const name = text(object(last, 'rds'), 'routeConfigName');
  if (name !== '') {
    return `Route: ${name}`;
  }
  const inline = object(last, 'routeConfig');
  const [route] = list(list(inline, 'virtualHosts')[0], 'routes');
  const cluster = text(route === undefined ? last : object(route, 'route'), 'cluster');
  if (cluster === 'BlackHoleCluster') {
    return 'Non-HTTP/Non-TCP';
  }
  if (cluster === '') {
    const weighted = list(object(route === undefined ? last : object(route, 'route'), 'weightedClusters'), 'clusters');
    return weighted.length > 0
      ? `Clusters: ${weighted.map((one) => `${text(one, 'name')} ${text(one, 'weight')}`).join(', ')}`
      : `Inline Route: ${text(inline, 'name')}`;
  }
  return cluster.includes('Cluster') ? cluster : `Cluster: ${cluster}`;
}

function routeRows(routes: readonly JsonObject[]): readonly (readonly string[])[] {
  const rows = routes.flatMap((configuration) =>
    list(configuration, 'virtualHosts').flatMap((host) => {
      const common = [text(configuration, 'name'), text(host, 'name'), domainsText(texts(host, 'domains'))];
      const own = list(host, 'routes');
      return own.length === 0
        ? [[...common, '/*', '404']]
        : own.map((route) => [...common, pathText(object(route, 'match')), sourceText(route)]);
    }),
  );
  return [['NAME', 'VHOST NAME', 'DOMAINS', 'MATCH', 'VIRTUAL SERVICE'], ...rows];
}

/** The two shortest domains, and how many others there are. */
function domainsText(domains: readonly string[]): string {
  const names = [...domains].sort((one, other) => one.length - other.length || compare(one, other));
  const rest = names.length - 2;
  return `${names.slice(0, 2).join(', ')}${rest > 0 ? ` + ${rest} more...` : ''}`;
}

/** The path that a route matches; what else it matches is in JSON. */
function pathText(match: JsonObject): string {
  const { prefix, path, pathSeparatedPrefix, safeRegex } = match;
  const shown =
    prefix !== undefined
      ? `${prefix}*`
      : path !== undefined
        ? String(path)
        : pathSeparatedPrefix !== undefined
          ? `PathPrefix:${pathSeparatedPrefix}`
          : `regex ${text(safeRegex, 'regex')}`;
  const others = [...list(match, 'headers'), ...list(match, 'queryParameters'), ...list(match, 'dynamicMetadata')];
  return others.length === 0 ? shown : `${shown} (+ ${others.length} more)`;
}

function sourceText(route: JsonObject): string {
  const rule = text(object(object(object(route, 'metadata'), 'filterMetadata'), 'istio'), 'rule');
  return rule || text(route, 'name');
}

function clusterRows(clusters: readonly JsonObject[]): readonly (readonly string[])[] {
  const rows = clusters
    .map((cluster) => {
      const [direction = '', port = '', subset = '', host = ''] = text(cluster, 'name').split('|');
      const config = text(object(object(object(cluster, 'metadata'), 'filterMetadata'), 'istio'), 'config').split('/');
      const rule = config.length < 8 ? '' : `${config[7]}.${config[5]}`;
      return port === ''
        ? [direction, '-', '-', '-', text(cluster, 'type'), rule]
        : [host, port, subset || '-', direction, text(cluster, 'type'), rule];
    })
    .sort((one, other) => compare(one.join(' '), other.join(' ')));
  return [['SERVICE FQDN', 'PORT', 'SUBSET', 'DIRECTION', 'TYPE', 'DESTINATION RULE'], ...rows];
}

function endpointRows(clusters: readonly JsonObject[]): readonly (readonly string[])[] {
  const rows = clusters.flatMap((cluster) =>
    list(cluster, 'endpoints').flatMap((locality) =>
      list(locality, 'lbEndpoints').map((one) => {
        const address = object(object(object(one, 'endpoint'), 'address'), 'socketAddress');
        const place = ['region', 'zone', 'subZone'].map((key) => text(object(locality, 'locality'), key));
        return [
          `${text(address, 'address')}:${text(address, 'portValue')}`,
          text(one, 'healthStatus'),
          text(one, 'loadBalancingWeight'),
          place.filter(Boolean).join('/'),
          text(locality, 'priority') || '0',
          text(cluster, 'clusterName'),
        ];
      }),
    ),
  );
  return [['ENDPOINT', 'STATUS', 'WEIGHT', 'LOCALITY', 'PRIORITY', 'CLUSTER'], ...rows];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
