import type { FilterChain } from '../proxy/filter-chain.js';
import { type Connection, contentProtocols, isTlsOutside } from './connection.js';
import { type Exchange, exchange } from './exchange.js';
import { serveHttp } from './http-connection-manager.js';
import { observer } from './observer.js';
import { failed } from './response.js';
import { type ServingProxy, type Simulation, traced } from './simulation.js';
import { serveTcp } from './tcp-proxy.js';

/** Whether a connection has the certificate that a filter chain asks for. */
export function presentsCertificate(
  { circumstances }: Simulation,
  { tls }: FilterChain,
  { transportSocket }: Connection,
): boolean {
  switch (tls?.mode) {
    case 'ISTIO_MUTUAL':
      return transportSocket === 'mutual';
    case 'MUTUAL':
      observer?.tested({ of: 'client certificate' }, circumstances.clientCertificate);
      return circumstances.clientCertificate;
    default:
      return true;
  }
}

/** Takes a connection through a filter chain of a proxy: its TLS ends, then come the network filters. */
export function serve(
  simulation: Simulation,
  proxy: ServingProxy,
  chain: FilterChain,
  connection: Connection,
): Exchange {
  const { terminal, tls } = chain;
  const isTls = isTlsOutside(connection);
  const inside = tls === undefined ? withoutIdentity(connection) : opened(connection);
  if (terminal.name === 'envoy.filters.network.tcp_proxy') {
    return serveTcp(simulation, proxy, chain.networkFilters, terminal, inside);
  }
  if (inside.isHttp && !isTlsOutside(inside)) {
    return serveHttp(simulation, proxy, terminal, inside, isTls);
  }
  const { httpFilters, routeConfiguration } = terminal;
  if (typeof routeConfiguration === 'string') {
    const reason = 'what is not HTTP is closed';
    const steps = traced(simulation, () => ({ stage: 'filter-chain', name: chain.name, outcome: 'closed', reason }));
    return exchange({ ...failed(connection.isProxied, 'reset', { reason }), failure: undefined }, steps);
  }
  // What is not HTTP at all meets the policies of connections, and goes where every request would.
  const filters = httpFilters.filter(
    ({ name }) => name === 'envoy.filters.http.rbac' || name === 'envoy.filters.http.ext_authz',
  ) as FilterChain['networkFilters'];
  const clusters = routeConfiguration.virtualHosts[0]?.routes[0]?.clusters ?? [];
  const bytes = { name: 'envoy.filters.network.tcp_proxy', clusters, source: undefined } as const;
  return serveTcp(simulation, proxy, filters, bytes, inside);
}

/** Only TLS that ends here proves who sends. */
function withoutIdentity(connection: Connection): Connection {
  return connection.principal === undefined ? connection : { ...connection, principal: undefined };
}

/** A connection with its outermost TLS ended: that of a proxy, else the client's own. */
function opened(connection: Connection): Connection {
  const { transportSocket, isTls, isHttp, principal } = connection;
  const isOwn = transportSocket === 'plaintext';
  const inside = { isHttp, isTls: isOwn ? false : isTls };
  return {
    ...connection,
    ...inside,
    transportSocket: 'plaintext',
    applicationProtocols: contentProtocols(inside),
    principal: transportSocket === 'mutual' ? principal : undefined,
  };
}
