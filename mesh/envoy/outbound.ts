import type { Workload } from '../model/workload.js';
import type { ProxyNode } from '../proxy/proxy-node.js';
import type { Connection } from './connection.js';
import { after, type Exchange, exchange, matchedBefore } from './exchange.js';
import { findFilterChain } from './filter-chain-match.js';
import { failed } from './response.js';
import { serve } from './serve.js';
import { type Destination, type ServingProxy, type Simulation, traced } from './simulation.js';

/** Takes a connection of a workload through its sidecar, to the address that the application connects to. */
export function leaveThroughSidecar(
  simulation: Simulation,
  connection: Connection,
  node: ProxyNode,
  workload: Workload | undefined,
  destination: Destination,
): Exchange {
  const { push } = simulation;
  const { port, address } = destination;
  const listener = push.outbound.listener(node, address.ip, port);
  const chain = findFilterChain(listener, connection, address.ip, port);
  const scope = node.scope.label;
  const steps = [
    ...(scope === ''
      ? []
      : traced(simulation, () => ({
          stage: 'scope',
          name: scope,
          outcome: 'decides',
          reason: 'it says what the sidecar knows',
        }))),
    ...traced(simulation, () => ({ stage: 'listener', name: listener.name, outcome: 'matched', reason: '' })),
  ];
  const own = { listener: listener.name };
  if (chain === undefined) {
    const reason = 'no filter chain takes the connection';
    return matchedBefore(own, after(steps, exchange(failed(false, 'reset', { reason }))));
  }
  const matched = traced(simulation, () => ({
    stage: 'filter-chain',
    name: chain.name || chain.match.serverNames.join(', ') || chain.match.applicationProtocols.join(', '),
    outcome: 'matched',
    reason: '',
  }));
  const proxy: ServingProxy = { kind: 'outbound', node, workload, port, original: destination };
  return matchedBefore(own, after([...steps, ...matched], serve(simulation, proxy, chain, connection)));
}
