import type { Workload } from '../model/workload.js';
import type { InboundPort } from '../proxy/build/inbound.js';
import type { FilterChain } from '../proxy/filter-chain.js';
import { virtualInbound } from '../proxy/listener.js';
import { type Connection, isTlsOutside } from './connection.js';
import { after, type Exchange, exchange } from './exchange.js';
import { findFilterChain } from './filter-chain-match.js';
import { failed } from './response.js';
import { presentsCertificate, serve } from './serve.js';
import { type ServingProxy, type Simulation, traced } from './simulation.js';

/**
 * Takes a connection into the sidecar of a workload, at a port of its pods. What comes of it is fixed where no filter looks at the
 * request.
 */
export function enterSidecar(
  simulation: Simulation,
  connection: Connection,
  workload: Workload,
  port: number,
): Exchange {
  const inbound = simulation.push.inbound.at(workload, port);
  const entered = enter(simulation, connection, workload, inbound);
  return inbound.filterChains.some(looksAtRequests) ? entered : { ...entered, isFixed: true };
}

function looksAtRequests({ networkFilters, terminal }: FilterChain): boolean {
  return (
    networkFilters.length > 0 ||
    (terminal.name === 'envoy.filters.network.http_connection_manager' && terminal.httpFilters.length > 0)
  );
}

function enter(simulation: Simulation, connection: Connection, workload: Workload, inbound: InboundPort): Exchange {
  const { push } = simulation;
  const { mtls, filterChains, port } = inbound;
  const chain = findFilterChain({ filterChains, defaultFilterChain: undefined }, connection, '', port);
  const by = mtls.policy === '' ? 'the default' : `PeerAuthentication ${mtls.policy}`;
  const steps = traced(simulation, () => ({
    stage: 'listener',
    name: virtualInbound.name,
    outcome: 'matched',
    reason: `${workload.namespace}/${workload.name} takes ${mtls.mode} at port ${port}, by ${by}`,
  }));
  if (chain === undefined || !presentsCertificate(simulation, chain, connection)) {
    const isDenied = mtls.mode === 'STRICT';
    const what =
      connection.transportSocket === 'mutual'
        ? 'mTLS'
        : isTlsOutside(connection)
          ? 'TLS that is not of the mesh'
          : 'plain text';
    const reason = `${what} is refused by ${by}`;
    const failure = isTlsOutside(connection) ? 'connect-failure' : 'reset';
    const closed = failed(connection.isProxied, failure, {
      reason,
      ...(isDenied ? { kind: 'denied', policy: mtls.policy } : {}),
    });
    return after(
      steps,
      exchange(
        closed,
        traced(simulation, () => refusal(chain?.name ?? '', reason)),
      ),
    );
  }
  const proxy: ServingProxy = {
    kind: 'inbound',
    routes: undefined,
    node: push.nodeOf(workload),
    workload,
    port,
    original: undefined,
  };
  const matched = traced(simulation, () => ({
    stage: 'filter-chain',
    name: chain.name,
    outcome: 'matched',
    reason: '',
  }));
  return after([...steps, ...matched], serve(simulation, proxy, chain, connection));
}

function refusal(name: string, reason: string) {
  return { stage: 'filter-chain', name, outcome: 'closed', reason } as const;
}
