import type { FilterChain, FilterChainMatch } from '../filter-chain.js';
import type { HttpFilter, NetworkFilter } from '../http-filter.js';
import type { Listener } from '../listener.js';
import type { WeightedCluster } from '../route-configuration.js';
import { field, type JsonObject, socketAddress, typed } from './json.js';
import { routeConfigurationJson } from './routes.js';

/** A listener with its filter chains. */
export function listenerJson(listener: Listener, trafficDirection: 'INBOUND' | 'OUTBOUND'): JsonObject {
  const { name, address, port, filterChains, defaultFilterChain } = listener;
  return {
    name,
    address: socketAddress(address, port),
    filterChains: filterChains.map(filterChainJson),
    ...field('defaultFilterChain', defaultFilterChain === undefined ? undefined : filterChainJson(defaultFilterChain)),
    trafficDirection,
  };
}

function filterChainJson({ name, match, tls, networkFilters, terminal }: FilterChain): JsonObject {
  return {
    ...field('name', name),
    ...field('filterChainMatch', matchJson(match)),
    filters: [...networkFilters.map((filter) => filterJson(filter, 'network')), terminalJson(terminal)],
    ...(tls === undefined || tls.mode === 'HBONE' ? {} : { transportSocket: downstreamTlsJson(tls.mode) }),
  };
}

function matchJson(match: FilterChainMatch): JsonObject | undefined {
  const json = {
    ...field('destinationPort', match.destinationPort),
    ...field('prefixRanges', match.prefixRanges.map(rangeJson)),
    ...field('serverNames', match.serverNames),
    ...field('transportProtocol', match.transportProtocol),
    ...field('applicationProtocols', match.applicationProtocols),
  };
  return Object.keys(json).length === 0 ? undefined : json;
}

function rangeJson(range: string): JsonObject {
  const [addressPrefix = '', length] = range.split('/');
  return { addressPrefix, prefixLen: Number(length ?? (addressPrefix.includes(':') ? 128 : 32)) };
}

function downstreamTlsJson(mode: string): JsonObject {
  const isMutual = mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL';
  return {
    name: 'envoy.transport_sockets.tls',
    typedConfig: typed('envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
      commonTlsContext: mode === 'SIMPLE' ? {} : { combinedValidationContext: {} },
      requireClientCertificate: isMutual,
    }),
  };
}

function terminalJson(terminal: FilterChain['terminal']): JsonObject {
  const { name } = terminal;
  if (terminal.name === 'envoy.filters.network.tcp_proxy') {
    return {
      name,
      typedConfig: typed('envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy', clustersJson(terminal.clusters)),
    };
  }
  const { routeConfiguration, httpFilters, useRemoteAddress, xffNumTrustedHops } = terminal;
  return {
    name,
    typedConfig: typed('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
      ...(typeof routeConfiguration === 'string'
        ? { rds: { routeConfigName: routeConfiguration } }
        : { routeConfig: routeConfigurationJson(routeConfiguration) }),
      httpFilters: [
        ...httpFilters.map((filter) => filterJson(filter, 'http')),
        {
          name: 'envoy.filters.http.router',
          typedConfig: typed('envoy.extensions.filters.http.router.v3.Router', {}),
        },
      ],
      useRemoteAddress,
      ...(xffNumTrustedHops === 0 ? {} : { xffNumTrustedHops }),
    }),
  };
}

/** One cluster by its name, several with their weights. */
function clustersJson(clusters: readonly WeightedCluster[]): JsonObject {
  const [only] = clusters;
  return clusters.length === 1 && only !== undefined
    ? { cluster: only.name }
    : { weightedClusters: { clusters: clusters.map(({ name, weight }) => ({ name, weight })) } };
}

/** What a filter enforces; of policies and rules only the names, since the conditions are those of the objects. */
function filterJson(filter: HttpFilter | NetworkFilter, kind: 'http' | 'network'): JsonObject {
  const name = kind === 'http' ? filter.name : filter.name.replace('.http.', '.network.');
  switch (filter.name) {
    case 'envoy.filters.http.rbac':
      return { name, typedConfig: { rules: { action: filter.action, policies: policiesJson(filter.policies) } } };
    case 'envoy.filters.http.ext_authz':
      return { name, typedConfig: { rules: { policies: policiesJson(filter.policies) } } };
    case 'envoy.filters.http.jwt_authn':
      return {
        name,
        typedConfig: {
          providers: Object.fromEntries(
            filter.rules.map(({ issuer, audiences }, index) => [
              `origins-${index}`,
              { issuer, ...field('audiences', audiences) },
            ]),
          ),
        },
      };
    default:
      return { name };
  }
}

function policiesJson(policies: readonly { readonly namespace: string; readonly name: string }[]): JsonObject {
  return Object.fromEntries(policies.map(({ namespace, name }) => [`ns[${namespace}]-policy[${name}]`, {}]));
}
