import type { Workload } from '../model/workload.js';
import { type Connection, contentProtocols } from './connection.js';
import { after, type Exchange, exchange, matchedBefore } from './exchange.js';
import { findFilterChain } from './filter-chain-match.js';
import { failed } from './response.js';
import { serve } from './serve.js';
import { type ServingProxy, type Simulation, traced } from './simulation.js';

/** Takes what ztunnel or a gateway brings over HBONE into a waypoint. */
export function enterWaypoint(simulation: Simulation, connection: Connection, waypoint: Workload): Exchange {
  const { push } = simulation;
  const { tunnelTo, isProxied } = connection;
  const port = tunnelTo?.service.port(tunnelTo.port);
  if (tunnelTo === undefined || port === undefined) {
    const reason = `${waypoint.name} is a waypoint, which takes only tunnels to services`;
    return exchange({ ...failed(isProxied, 'reset', { reason }), failure: undefined });
  }
  const { service } = tunnelTo;
  const listener = push.waypoints.at(waypoint, service, port);
  // The tunnel has ended before: chains are chosen by what is in it.
  const inside = {
    ...connection,
    transportSocket: 'plaintext',
    applicationProtocols: contentProtocols(connection),
  } as const;
  const chain = findFilterChain(listener, inside, '', port.number);
  const own = { gateway: `Gateway ${waypoint.namespace}/${waypoint.name}` };
  const steps = traced(simulation, () => ({
    stage: 'filter-chain',
    name: chain?.name ?? '',
    outcome: chain === undefined ? 'closed' : 'matched',
    reason: '',
  }));
  if (chain === undefined) {
    const reason = `no filter chain of the waypoint is for ${service.host}:${port.number}`;
    return matchedBefore(own, after(steps, exchange(failed(isProxied, 'reset', { reason }))));
  }
  const address = push.network.resolve(service.host, service.namespace);
  const proxy: ServingProxy = {
    kind: 'waypoint',
    routes: undefined,
    node: push.nodeOf(waypoint),
    workload: waypoint,
    port: port.number,
    original: { address, port: port.number },
  };
  return matchedBefore(own, after(steps, serve(simulation, proxy, chain, connection)));
}
