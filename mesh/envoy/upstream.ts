import { ruleName } from '../istio/rule-name.js';
import type { Address } from '../kubernetes/cluster-network.js';
import type { Cluster } from '../proxy/cluster.js';
import {
  blackHoleCluster,
  type ClusterReference,
  passthroughCluster,
  type WeightedCluster,
} from '../proxy/route-configuration.js';
import { reachBehindSidecar } from './application.js';
import { after, type Exchange, exchange, matchedBefore } from './exchange.js';
import { leaving, sendToAddress, sendToHosts } from './hosts.js';
import { hostsOf } from './load-balancing.js';
import type { Outgoing } from './outgoing.js';
import { type Response, response } from './response.js';
import { type Simulation, traced } from './simulation.js';
import { type Step, untraced } from './trace.js';

/** Sends a request or a connection to a cluster of the proxy. */
export function forward(simulation: Simulation, outgoing: Outgoing, reference: WeightedCluster): Exchange {
  const { proxy, connection } = outgoing;
  const { push } = simulation;
  const { name } = reference;
  if (proxy.kind === 'inbound') {
    return exchange(reachWorkload(simulation, outgoing, reference.port));
  }
  if (name === passthroughCluster.name) {
    const steps = traced(simulation, () => ({
      stage: 'cluster',
      name,
      outcome: 'matched',
      reason: 'ALLOW_ANY passes on as it is what the sidecar does not know',
    }));
    return matchedBefore({ catchAll: name }, after(steps, passThrough(simulation, outgoing, undefined)));
  }
  const cluster = push.clusters.find(proxy.node, reference);
  if (cluster === undefined) {
    return name === blackHoleCluster.name && reference.destination === undefined
      ? refused(simulation, outgoing, reference)
      : missing(simulation, outgoing, reference);
  }
  const steps = clusterSteps(simulation, cluster);
  if (cluster.type === 'ORIGINAL_DST') {
    return after(steps, passThrough(simulation, outgoing, cluster));
  }
  if (cluster.failure !== '') {
    const reason = `no connection to ${cluster.host} can be made: ${cluster.failure}`;
    const status = connection.isProxied || outgoing.route !== undefined ? '503' : 'reset';
    return after(steps, lost(simulation, cluster, response({ status, kind: 'lost', flag: 'UF', reason })));
  }
  const hosts = hostsOf(cluster);
  if (hosts.length === 0) {
    const reason = whyEmpty(cluster);
    const status = connection.isProxied || outgoing.route !== undefined ? '503' : 'reset';
    return after(steps, lost(simulation, cluster, response({ status, kind: 'lost', flag: 'UH', reason })));
  }
  const sent = after(steps, sendToHosts(simulation, outgoing, cluster, hosts));
  return cluster.hashedBy === '' ? sent : matchedBefore({ hashedBy: cluster.hashedBy }, sent);
}

/** Why a cluster has no endpoint. */
function whyEmpty({ host, subset, idle }: Cluster): string {
  if (idle.length > 0) {
    const names = idle.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
    const what = subset === '' ? host : `subset ${subset} of ${host}`;
    return `${what} has no endpoint: ${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} 0 replicas`;
  }
  return subset === '' ? `${host} has no endpoint` : `no endpoint of ${host} has the labels of subset ${subset}`;
}

/** Sends to the address that the caller used. */
function passThrough(simulation: Simulation, outgoing: Outgoing, cluster: Cluster | undefined): Exchange {
  const { original, node } = outgoing.proxy;
  const destination = original ?? { address: nowhere, port: 0 };
  const { address, port } = destination;
  const part = cluster ?? { host: address.host, port, subset: '', sni: '', service: address.service };
  const connection = leaving(simulation, outgoing, part, cluster?.transportSocket ?? 'plaintext');
  const upstream = cluster === undefined ? undefined : { ...cluster, service: address.service };
  return sendToAddress(simulation, connection, node, destination, upstream);
}

const nowhere: Address = { kind: 'none', host: '', service: undefined, ip: '' };

/** What a sidecar's own workload makes of what its inbound listener gives it. */
function reachWorkload(simulation: Simulation, { proxy, connection, policy, route }: Outgoing, port: number): Response {
  const reached = reachBehindSidecar(simulation, proxy, connection, port, policy);
  // What fails behind a proxy that reads HTTP is a mere 503 to the one before.
  return route === undefined || (reached.kind === 'allowed' && reached.failure === undefined)
    ? reached
    : { ...reached, status: '503', flag: reached.kind === 'allowed' ? 'UC' : 'UF', failure: undefined };
}

/** The cluster that takes nothing closes connections to what the sidecar does not know. */
function refused(simulation: Simulation, { connection }: Outgoing, { name }: ClusterReference): Exchange {
  const reason = 'REGISTRY_ONLY closes connections to what the sidecar does not know';
  const steps = traced(simulation, () => ({ stage: 'cluster', name, outcome: 'reset', reason }));
  const status = connection.isProxied ? '503' : 'reset';
  const closed = response({ status, kind: 'lost', flag: 'UH', reason });
  return matchedBefore({ catchAll: name }, exchange(closed, steps));
}

function missing(simulation: Simulation, outgoing: Outgoing, reference: ClusterReference): Exchange {
  const { route, proxy, connection } = outgoing;
  const reason = simulation.push.clusters.whyMissing(proxy.node, reference);
  const status = route === undefined && !connection.isProxied ? 'reset' : String(route?.rule?.missingStatus ?? 503);
  return lost(simulation, reference, response({ status, kind: 'lost', flag: 'NC', reason }));
}

/** What is lost for want of a cluster or an endpoint still says where it was sent. */
function lost(simulation: Simulation, { name, host, subset }: ClusterReference, value: Response): Exchange {
  const { status, reason } = value;
  const upstream = {
    cluster: '',
    namespace: '',
    workload: '',
    version: '',
    subset,
    host,
    status,
    failure: reason,
    transportSocket: undefined,
  };
  return exchange(
    { ...value, upstream },
    traced(simulation, () => ({ stage: 'cluster', name, outcome: status, reason })),
  );
}

function clusterSteps(simulation: Simulation, cluster: Cluster): readonly Step[] {
  if (!simulation.isTracing) {
    return untraced;
  }
  const { name, destinationRules, transportSocketReason, hashedBy } = cluster;
  const rules = destinationRules.length === 0 ? [] : [`${destinationRules.map(ruleName).join(', ')} holds`];
  const hash = hashedBy === '' ? [] : [`requests with the same ${hashedBy} go to the same endpoint`];
  return [
    { stage: 'cluster', name, outcome: 'matched', reason: [...rules, ...hash].join('; ') },
    { stage: 'upstream-tls', name, outcome: 'decided', reason: transportSocketReason },
  ];
}
