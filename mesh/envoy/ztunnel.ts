import { waypointOf } from '../istio/waypoint.js';
import type { Endpoint, MeshService, ServicePort } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { ProxyNode } from '../proxy/proxy-node.js';
import { outboundCluster } from '../proxy/route-configuration.js';
import { accepted } from './application.js';
import { type Connection, contentProtocols } from './connection.js';
import { after, type Exchange, exchange, matchedBefore } from './exchange.js';
import { findFilterChain } from './filter-chain-match.js';
import { sendToAddress, sendToHosts } from './hosts.js';
import { decideRbac } from './http-filters/rbac.js';
import { Host, hostsOf } from './load-balancing.js';
import { failed } from './response.js';
import { serve } from './serve.js';
import { type Destination, type ServingProxy, type Simulation, traced } from './simulation.js';

const name = 'ztunnel';

/**
 * Takes a connection out of a workload that ambient mode captures: to the waypoint of the service when it has one, which reads HTTP and
 * routes it, else straight to the endpoints, without anything of HTTP.
 */
export function leaveThroughZtunnel(
  simulation: Simulation,
  connection: Connection,
  node: ProxyNode,
  destination: Destination,
): Exchange {
  const { push } = simulation;
  const { service } = destination.address;
  const port = service?.port(destination.port);
  const said = (reason: string, next: Exchange): Exchange =>
    matchedBefore(
      { listener: name },
      after(
        traced(simulation, () => ({ stage: 'ztunnel', name, outcome: 'takes it', reason })),
        next,
      ),
    );
  if (service === undefined || port === undefined) {
    const reason = 'it knows no such service and passes the connection on as it is';
    return said(reason, sendToAddress(simulation, connection, node, destination, undefined));
  }
  const waypoint = waypointOf(push.mesh, service);
  if (waypoint !== undefined) {
    const reason = `waypoint ${waypoint.namespace}/${waypoint.name} stands in front of ${service.host}`;
    const identified = { ...connection, transportSocket: 'mutual', principal: node.principal } as const;
    return said(reason, enterWaypoint(simulation, identified, waypoint, service, port));
  }
  const reason = 'the service has no waypoint: ztunnel picks an endpoint, and no HTTP rule acts';
  return said(reason, sendToEndpoints(simulation, connection, node, destination, service));
}

function sendToEndpoints(
  simulation: Simulation,
  connection: Connection,
  node: ProxyNode,
  destination: Destination,
  service: MeshService,
): Exchange {
  const { push } = simulation;
  const itself: ProxyNode = { ...node, type: 'router', scope: push.scopes.ofGateway(node.namespace) };
  const cluster = push.clusters.find(itself, outboundCluster(service.host, destination.port, ''));
  const hosts = (cluster === undefined ? [] : hostsOf(cluster)).map(
    ({ endpoint, share }) => new Host(endpoint, share, endpoint.workload?.isAmbient === true ? 'mutual' : 'plaintext'),
  );
  if (hosts.length === 0) {
    return sendToAddress(simulation, connection, node, destination, undefined);
  }
  const proxy: ServingProxy = {
    kind: 'outbound',
    routes: undefined,
    node,
    workload: undefined,
    port: destination.port,
    original: destination,
  };
  const { host } = service;
  const upstream = { host, port: destination.port, subset: '', sni: '', service };
  return sendToHosts(simulation, { proxy, connection, route: undefined, policy: '' }, upstream, hosts);
}

/** Takes what ztunnel brings over HBONE into a waypoint. */
function enterWaypoint(
  simulation: Simulation,
  connection: Connection,
  waypoint: Workload,
  service: MeshService,
  port: ServicePort,
): Exchange {
  const { push } = simulation;
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
    return matchedBefore(own, after(steps, exchange(failed(connection.isProxied, 'reset', { reason }))));
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

/** What the ztunnel of a workload does with a connection: policies without anything of HTTP. */
export function enterZtunnel(
  simulation: Simulation,
  connection: Connection,
  workload: Workload,
  endpoint: Endpoint,
): Exchange {
  const { push } = simulation;
  const { port } = endpoint;
  const { transportSocket, isProxied, sourceIp, isHttp } = connection;
  const said = (outcome: string, reason: string) =>
    traced(simulation, () => ({ stage: 'ztunnel', name, outcome, reason }));
  const refuse = (reason: string, policy: string, kind: 'denied' | 'lost' = 'denied'): Exchange =>
    exchange(failed(isProxied, 'reset', { kind, policy, reason }), said('refused', reason));
  const peer = push.peers.forPort(workload, port);
  if (transportSocket !== 'mutual' && peer.mode === 'STRICT') {
    return refuse(`plain text is refused by PeerAuthentication ${peer.policy}`, peer.policy);
  }
  const principal = transportSocket === 'mutual' ? connection.principal : undefined;
  const subject = { principal, sourceIp, remoteIp: undefined, port, sni: '', http: undefined };
  let policy = '';
  for (const filter of push.filtersOf(workload).network) {
    if (filter.name === 'envoy.filters.http.rbac') {
      const decision = decideRbac(filter, subject, push.trustDomains);
      if (!decision.isAllowed) {
        return refuse(decision.reason, decision.policy);
      }
      policy ||= decision.policy;
    }
  }
  return push.ports.listens(workload, port)
    ? exchange(accepted(isHttp, policy), said('accepted', policy === '' ? '' : `ALLOW policy ${policy} matches`))
    : refuse(`${workload.name} does not listen at ${port}`, '', 'lost');
}
