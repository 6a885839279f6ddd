import { parseDuration } from '../istio/duration.js';
import { hbonePort } from '../istio/waypoint.js';
import type { NetworkDecision } from '../kubernetes/network-policies.js';
import { addressPeer, type NetworkPeer } from '../kubernetes/network-policy.js';
import { asText } from '../model/narrowing.js';
import type { Endpoint } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { PushContext } from '../proxy/push-context.js';
import { isIpAddress } from '../text/ip-address.js';
import type { Connection, NetworkSource } from './connection.js';
import { after, type Exchange, exchange, matchedBefore, mixed } from './exchange.js';
import { observer } from './observer.js';
import { failed } from './response.js';
import { type Simulation, traced } from './simulation.js';

/** A workload as the network sees what it sends. */
export function networkSource({ networkPolicies }: PushContext, workload: Workload): NetworkSource {
  return { peer: networkPolicies.peerOf(workload), cluster: workload.cluster, workload };
}

/**
 * Takes a connection over the network to an endpoint, as far as NetworkPolicies let it. What they refuse is dropped, so that a client sees
 * a timeout: a proxy that reads HTTP makes 503 of it when its own timeout for connections is over.
 *
 * @param connectTimeout milliseconds after which the proxy that connects gives up @default that of the mesh
 */
export function overNetwork(
  simulation: Simulation,
  connection: Connection,
  endpoint: Endpoint,
  arrive: () => Exchange,
  connectTimeout?: number,
): Exchange {
  const { networkPolicies } = simulation.push;
  if (networkPolicies.isEmpty) {
    return arrive();
  }
  const { workload, port: applicationPort } = endpoint;
  const { source } = connection;
  const port = isTunnel(connection, workload) ? hbonePort : applicationPort;
  const destination = workload === undefined ? externalPeer(endpoint.address) : networkPolicies.peerOf(workload);
  const decision = networkPolicies.decide(
    { source: source.peer, destination, port },
    { source: source.cluster, destination: endpoint.cluster || (workload?.cluster ?? '') },
  );
  const { direction, verdict, policies } = decision;
  if (direction === undefined) {
    return { ...arrive(), isFixed: false };
  }
  if (source.peer.address !== undefined && networkPolicies.hasAddressBlocks) {
    observer?.tested({ of: 'undecided', what: 'a NetworkPolicy with ipBlock' }, verdict !== 'denied');
  }
  const to = `${workload === undefined ? endpoint.address : `${workload.namespace}/${workload.name}`}:${port}`;
  const name = `NetworkPolicy ${policies.join(', ')}`;
  const steps = traced(simulation, () => ({
    stage: 'network',
    name,
    outcome: verdict,
    reason: `${direction === 'egress' ? 'egress' : 'ingress'}, to ${to}`,
  }));
  const pass = (): Exchange => decided(decision, after(steps, arrive()));
  if (verdict !== 'denied') {
    return pass();
  }
  const reason = `${name} ${policies.length === 1 ? 'lets' : 'let'} no connection ${direction === 'egress' ? 'out ' : ''}to ${to}`;
  const { isProxied } = connection;
  const dropped = failed(isProxied, 'connect-failure', { kind: 'denied', policy: policies[0] ?? '', reason });
  const drop = (): Exchange =>
    decided(
      decision,
      exchange(
        { ...dropped, isDropped: true, delay: isProxied ? (connectTimeout ?? meshConnectTimeout(simulation)) : 0 },
        steps,
      ),
    );
  if (workload === undefined || source.workload !== workload) {
    return drop();
  }
  // No policy keeps a pod from itself.
  const self = 1 / Math.max(1, workload.replicas);
  const parts = [
    { probability: self, exchange: arrive() },
    { probability: 1 - self, exchange: drop() },
  ].filter(({ probability }) => probability > 0);
  return { ...mixed(parts), isFixed: false };
}

function decided(decision: NetworkDecision, next: Exchange): Exchange {
  return matchedBefore({ network: [decision] }, next);
}

function isTunnel({ transportSocket }: Connection, workload: Workload | undefined): boolean {
  return workload?.proxy === 'waypoint' || (workload?.isAmbient === true && transportSocket === 'mutual');
}

/** An address outside the cluster; a name stands for any. */
function externalPeer(address: string): NetworkPeer {
  return addressPeer('outside', isIpAddress(address) ? address : undefined);
}

function meshConnectTimeout({ push }: Simulation): number {
  return parseDuration(asText(push.mesh.config.raw['connectTimeout']) ?? '10s') ?? 10_000;
}
