import type { Workload } from '../model/workload.js';
import type { FilterChain } from '../proxy/filter-chain.js';
import type { Listener } from '../proxy/listener.js';
import type { ProxyNode } from '../proxy/proxy-node.js';
import type { Connection } from './connection.js';
import { after, type Exchange, exchange, matchedBefore } from './exchange.js';
import { findFilterChain } from './filter-chain-match.js';
import { failed } from './response.js';
import { serve } from './serve.js';
import type { Destination, ServingProxy, Simulation } from './simulation.js';
import { type Step, untraced } from './trace.js';

/** Takes a connection of a workload through its sidecar, to the address that the application connects to. */
export function leaveThroughSidecar(
  simulation: Simulation,
  connection: Connection,
  node: ProxyNode,
  workload: Workload | undefined,
  destination: Destination,
): Exchange {
  const { port, address } = destination;
  const routes = simulation.push.outbound.of(node);
  const listener = routes.listener(address.ip, port);
  const chain = findFilterChain(listener, connection, address.ip, port);
  const steps = simulation.isTracing ? listenerSteps(node, listener, chain) : untraced;
  const own = { listener: listener.name };
  if (chain === undefined) {
    const reason = 'no filter chain takes the connection';
    return matchedBefore(own, after(steps, exchange(failed(false, 'reset', { reason }))));
  }
  const proxy: ServingProxy = { kind: 'outbound', routes, node, workload, port, original: destination };
  return matchedBefore(own, after(steps, serve(simulation, proxy, chain, connection)));
}

function listenerSteps({ scope }: ProxyNode, { name }: Listener, chain: FilterChain | undefined): readonly Step[] {
  const matched = { outcome: 'matched', reason: '' };
  const ofScope: readonly Step[] =
    scope.label === ''
      ? []
      : [{ stage: 'scope', name: scope.label, outcome: 'says what the sidecar knows', reason: '' }];
  const ofChain: readonly Step[] =
    chain === undefined ? [] : [{ stage: 'filter-chain', name: chainName(chain), ...matched }];
  return [...ofScope, { stage: 'listener', name, ...matched }, ...ofChain];
}

/** Chains have no name of their own: what they match stands for one. */
function chainName({ name, match }: FilterChain): string {
  return name || match.serverNames.join(', ') || match.applicationProtocols.join(', ') || 'all connections';
}
