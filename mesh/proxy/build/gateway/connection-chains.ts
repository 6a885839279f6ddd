import type { GatewayServer } from '../../../istio/gateway-server.js';
import type { RouteSource } from '../../../istio/route-source.js';
import type { ScopedService } from '../../../istio/scoped-services.js';
import { coversHost } from '../../../model/hosts.js';
import { anyConnection, type FilterChain, type TcpProxy } from '../../filter-chain.js';
import type { NetworkFilter } from '../../http-filter.js';
import { matchesAt, tcpProxyOf, tcpProxyToService } from '../connection-routes.js';
import { meshAny } from '../inbound.js';
import type { DefaultPort, RouteScope } from '../routes.js';

/** A server of a gateway that does not read what it takes. */
export interface GatewayConnections {
  readonly server: GatewayServer;
  /** Those bound to it that have a host of it. */
  readonly sources: readonly RouteSource[];
  readonly scope: RouteScope;
  readonly defaultPort: DefaultPort;
  readonly networkFilters: readonly NetworkFilter[];
  readonly services: ReadonlyMap<string, ScopedService>;
}

/** Where a server for TCP, or one that ends TLS, sends its connections: by the first rule that can hold. */
export function serverTcpProxy({ sources, scope, defaultPort }: GatewayConnections): TcpProxy | undefined {
  // Where a gateway ends TLS, a TLSRoute is one for the connection that is left.
  const rules = sources.flatMap(({ tcp, tls, isGatewayApi }) => (isGatewayApi ? [...tcp, ...tls] : tcp));
  const rule = rules.find(
    ({ matches, destinations, ...rest }) =>
      destinations.length > 0 &&
      (matches.length === 0 || matchesAt({ matches, destinations, ...rest }, scope).length > 0),
  );
  return rule === undefined ? undefined : tcpProxyOf(rule, defaultPort);
}

/**
 * The filter chains of a server that passes TLS on, each for the server names of one match. `taken` has the names of the port that are in use,
 * and gets those of the chains.
 */
export function passthroughChains(connections: GatewayConnections, taken: Set<string>): readonly FilterChain[] {
  const { server, sources, scope, defaultPort, networkFilters } = connections;
  if (server.tls?.mode === 'AUTO_PASSTHROUGH') {
    return autoPassthroughChains(connections);
  }
  const chains: FilterChain[] = [];
  for (const rule of sources.flatMap(({ tls }) => tls)) {
    for (const { sniHosts } of rule.destinations.length > 0 ? matchesAt(rule, scope) : []) {
      if (sniHosts.some((name) => taken.has(name))) {
        continue;
      }
      for (const name of sniHosts) {
        taken.add(name);
      }
      const serverNames = sniHosts.includes('*') ? [] : sniHosts;
      chains.push({
        name: '',
        match: { ...anyConnection, serverNames },
        tls: undefined,
        networkFilters,
        terminal: tcpProxyOf(rule, defaultPort),
        source: server.label,
      });
    }
  }
  return chains;
}

/** One for each service of the mesh, by the server name of its cluster, for mTLS of the mesh only. */
function autoPassthroughChains({ server, services }: GatewayConnections): readonly FilterChain[] {
  const hosts = server.hosts.map((host) => host.slice(host.indexOf('/') + 1));
  return [...services.values()]
    .filter(({ service }) => !service.isMeshExternal && hosts.some((host) => coversHost(host, service.host)))
    .flatMap(({ service }) =>
      service.ports
        .filter(({ transport }) => transport !== 'UDP')
        .map(({ number }) => ({
          name: '',
          match: {
            ...anyConnection,
            serverNames: [`outbound_.${number}_._.${service.host}`],
            applicationProtocols: meshAny,
          },
          tls: undefined,
          networkFilters: [],
          terminal: tcpProxyToService(service.host, number),
          source: server.label,
        })),
    );
}
