import { whyUnserved } from '../istio/gateway-api/listeners.js';
import type { Workload } from '../model/workload.js';
import { type Connection, isTlsOutside } from './connection.js';
import { after, type Exchange, exchange, matchedBefore } from './exchange.js';
import { findFilterChain } from './filter-chain-match.js';
import { failed } from './response.js';
import { presentsCertificate, serve } from './serve.js';
import { longestWay, type ServingProxy, type Simulation, traced } from './simulation.js';
import type { Stage } from './trace.js';

/** Takes a connection into a gateway, at a port of its pods. */
export function enterGateway(
  simulation: Simulation,
  connection: Connection,
  workload: Workload,
  port: number,
): Exchange {
  const { push } = simulation;
  const label = `${workload.namespace}/${workload.name}`;
  const close = (stage: Stage, name: string, reason: string): Exchange =>
    exchange(
      { ...failed(connection.isProxied, 'connect-failure', { reason }), failure: undefined, flag: 'NR' },
      traced(simulation, () => ({ stage, name, outcome: 'closed', reason })),
    );
  if (connection.depth > longestWay) {
    return close('proxy', label, 'the request goes round in circles');
  }
  const listener = push.gateways.at(workload, port);
  if (listener === undefined) {
    const reason = whyUnserved(push.mesh, workload, port) ?? `no Gateway has a server for port ${port} of ${label}`;
    return close('proxy', label, reason);
  }
  const steps = traced(simulation, () => ({
    stage: 'listener',
    name: listener.name,
    outcome: 'matched',
    reason: `gateway ${label} takes it`,
  }));
  const chain = findFilterChain(listener, connection, '', port);
  if (chain === undefined) {
    const name = isTlsOutside(connection) ? connection.sni || 'a connection without a server name' : 'plain text';
    const reason = `no server or route of the gateway is for ${name} at port ${port}`;
    return matchedBefore({ listener: listener.name }, after(steps, close('filter-chain', '', reason)));
  }
  const { source = null } = chain;
  const own = { listener: listener.name, gateway: source };
  if (!presentsCertificate(simulation, chain, connection)) {
    return matchedBefore(own, after(steps, close('tls', source ?? '', `${source} asks for a client certificate`)));
  }
  if (chain.tls !== undefined && !isTlsOutside(connection)) {
    return matchedBefore(own, after(steps, close('tls', source ?? '', `the gateway takes only TLS at port ${port}`)));
  }
  const matched = traced(simulation, () => ({
    stage: 'filter-chain',
    name: chain.match.serverNames.join(', '),
    outcome: 'matched',
    reason: source ?? '',
  }));
  const proxy: ServingProxy = {
    kind: 'gateway',
    routes: { routeConfiguration: (name) => push.gateways.routeConfiguration(workload, name) },
    node: push.nodeOf(workload),
    workload,
    port,
    original: undefined,
  };
  const inside = { ...connection, depth: connection.depth + 1 };
  return matchedBefore(own, after([...steps, ...matched], serve(simulation, proxy, chain, inside)));
}
