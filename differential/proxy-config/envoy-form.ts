import type {
  NormalChain,
  NormalCluster,
  NormalListener,
  NormalRoutes,
  NormalVirtualHost,
  ProxyConfiguration,
} from './normal-form.js';

/** Envoy's configuration as the JSON of its protos, which is also what `istioctl proxy-config … -o json` prints. */
export interface EnvoyConfiguration {
  readonly Listeners: readonly Json[] | null;
  readonly Routes: readonly Json[] | null;
  readonly Clusters: readonly Json[] | null;
}

// The shape of Envoy's JSON is Envoy's; each reader below takes what it knows of it.
type Json = Readonly<Record<string, unknown>>;
const at = (value: unknown, key: string): unknown => (value as Json | undefined)?.[key];
const object = (value: unknown, key: string): Json => (at(value, key) ?? {}) as Json;
const list = (value: unknown, key: string): readonly Json[] => (at(value, key) ?? []) as readonly Json[];
const texts = (value: unknown, key: string): readonly string[] => (at(value, key) ?? []) as readonly string[];
const text = (value: unknown, key: string): string => String(at(value, key) ?? '');

/** The parts of Envoy's configuration that decide where connections and requests go. */
export function envoyForm({ Listeners, Routes, Clusters }: EnvoyConfiguration): ProxyConfiguration {
  return {
    listeners: (Listeners ?? []).map(listenerForm),
    routes: (Routes ?? []).map(routesForm),
    clusters: (Clusters ?? []).map(clusterForm),
  };
}

function listenerForm(listener: Json): NormalListener {
  const fallback = at(listener, 'defaultFilterChain');
  const chains = [...list(listener, 'filterChains'), ...(fallback === undefined ? [] : [fallback as Json])];
  return { name: text(listener, 'name'), chains: chains.map(chainForm) };
}

function chainForm(chain: Json): NormalChain {
  const terminal = list(chain, 'filters')
    .map((filter) => object(filter, 'typedConfig'))
    .find((config) => /HttpConnectionManager|TcpProxy/.test(text(config, '@type')));
  const inline = at(terminal, 'routeConfig') as Json | undefined;
  const isHttp = text(terminal, '@type').endsWith('HttpConnectionManager');
  return {
    name: text(chain, 'name'),
    match: matchForm(object(chain, 'filterChainMatch')),
    tls: downstreamTls(object(object(chain, 'transportSocket'), 'typedConfig')),
    to: isHttp
      ? `http ${inline === undefined ? text(at(terminal, 'rds'), 'routeConfigName') : text(inline, 'name')}`
      : `tcp ${clustersForm(terminal ?? {}, 'cluster')}`,
    ...(inline === undefined ? {} : { inline: routesForm(inline) }),
  };
}

function matchForm(match: Json): string {
  const ranges = list(match, 'prefixRanges').map(
    (range) => `${text(range, 'addressPrefix')}/${Number(at(range, 'prefixLen') ?? 0)}`,
  );
  const parts: readonly (readonly [string, string])[] = [
    ['port', text(match, 'destinationPort')],
    ['ranges', ranges.join()],
    ['sni', [...texts(match, 'serverNames')].sort().join()],
    ['transport', text(match, 'transportProtocol')],
    ['alpn', [...texts(match, 'applicationProtocols')].sort().join()],
  ];
  return parts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function downstreamTls(context: Json): string {
  const common = at(context, 'commonTlsContext');
  if (common === undefined) {
    return '';
  }
  if (at(context, 'requireClientCertificate') === true) {
    return 'mutual';
  }
  return at(common, 'combinedValidationContext') === undefined ? 'simple' : 'optional';
}

/** Names of clusters, each with its weight where there are several. */
function clustersForm(action: Json, key: string): string {
  const weighted = list(object(action, 'weightedClusters'), 'clusters');
  return weighted.length === 0
    ? text(action, key)
    : weighted.map((one) => `${text(one, 'name')}=${text(one, 'weight') || '0'}`).join(' + ');
}

function routesForm(configuration: Json): NormalRoutes {
  return {
    name: text(configuration, 'name'),
    virtualHosts: list(configuration, 'virtualHosts').map(virtualHostForm),
  };
}

function virtualHostForm(host: Json): NormalVirtualHost {
  return {
    name: text(host, 'name'),
    domains: [...texts(host, 'domains')].sort(),
    requiresTls: text(host, 'requireTls') === 'ALL',
    routes: list(host, 'routes').map((route) => `${requestForm(object(route, 'match'))} -> ${actionForm(route)}`),
  };
}

function requestForm(match: Json): string {
  const path = ['prefix', 'path', 'pathSeparatedPrefix']
    .filter((key) => at(match, key) !== undefined)
    .map((key) => `${key}=${text(match, key)}`);
  const regex = at(match, 'safeRegex');
  const template = at(match, 'pathMatchPolicy');
  return [
    ...path,
    ...(regex === undefined ? [] : [`regex=${text(regex, 'regex')}`]),
    ...(template === undefined ? [] : ['template']),
    ...(at(match, 'caseSensitive') === false ? ['ignore case'] : []),
    ...list(match, 'headers').map((header) => `header:${text(header, 'name')}${valueForm(header)}`),
    ...list(match, 'queryParameters').map((query) => `query:${text(query, 'name')}${valueForm(query)}`),
    ...(at(match, 'dynamicMetadata') === undefined ? [] : ['claim']),
  ].join(' ');
}

function valueForm(match: Json): string {
  const wanted = object(match, 'stringMatch');
  const kinds = ['exact', 'prefix', 'suffix', 'contains'].filter((key) => at(wanted, key) !== undefined);
  const regex = at(wanted, 'safeRegex');
  const value = kinds.map((key) => ` ${key}=${text(wanted, key)}`).join('');
  const isInverted = at(match, 'invertMatch') === true ? ' not' : '';
  const missing = at(match, 'treatMissingHeaderAsEmpty') === true ? ' or missing' : '';
  return `${isInverted}${value}${regex === undefined ? '' : ` regex=${text(regex, 'regex')}`}${missing}`;
}

function actionForm(route: Json): string {
  const redirect = at(route, 'redirect');
  const direct = at(route, 'directResponse');
  if (redirect !== undefined) {
    return 'redirect';
  }
  if (direct !== undefined) {
    return `direct ${text(direct, 'status')}`;
  }
  return clustersForm(object(route, 'route'), 'cluster');
}

function clusterForm(cluster: Json): NormalCluster {
  return {
    name: text(cluster, 'name'),
    type: text(cluster, 'type') || 'STATIC',
    tls: list(cluster, 'transportSocketMatches').length > 0 ? 'by endpoint' : upstreamTls(cluster),
  };
}

/** Mutual TLS of the mesh offers its own protocols in the handshake. */
function upstreamTls(cluster: Json): string {
  const context = object(object(cluster, 'transportSocket'), 'typedConfig');
  if (!text(context, '@type').endsWith('UpstreamTlsContext')) {
    return 'plaintext';
  }
  const offered = texts(object(context, 'commonTlsContext'), 'alpnProtocols');
  return offered.some((protocol) => protocol.startsWith('istio')) ? 'mutual' : 'tls';
}
