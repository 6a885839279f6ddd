import { hbonePort, waypointOf } from '../istio/waypoint.js';
import { addressEndpoint, type Endpoint, type MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { socketTo } from '../proxy/build/load-assignment.js';
import type { ProxyNode } from '../proxy/proxy-node.js';
import { outboundCluster } from '../proxy/route-configuration.js';
import { parseBoolean } from '../text/boolean.js';
import { reachApplication } from './application.js';
import type { Connection } from './connection.js';
import { after, type Exchange, exchange, matchedBefore } from './exchange.js';
import { sendToAddress, sendToHosts } from './hosts.js';
import { decideRbac } from './http-filters/rbac.js';
import { Host, hostsOf } from './load-balancing.js';
import { overNetwork } from './network.js';
import { failed } from './response.js';
import { type Destination, type ServingProxy, type Simulation, traced } from './simulation.js';
import { enterWaypoint } from './waypoint.js';

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
    const tunnelTo = { service, port: port.number };
    const inTunnel = { ...connection, transportSocket: 'mutual', principal: node.principal, tunnelTo } as const;
    const arrive = (): Exchange => enterWaypoint(simulation, inTunnel, waypoint);
    const endpoint = { ...addressEndpoint('', hbonePort), workload: waypoint, cluster: waypoint.cluster };
    return said(reason, overNetwork(simulation, inTunnel, endpoint, arrive));
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
    ({ endpoint, share }) => new Host({ endpoint, share, ...socketTo(endpoint, 'plaintext') }),
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

/** What the ztunnel of a workload does with a connection: policies without anything of HTTP. */
export function enterZtunnel(
  simulation: Simulation,
  connection: Connection,
  workload: Workload,
  endpoint: Endpoint,
): Exchange {
  const { push } = simulation;
  const { port } = endpoint;
  const { transportSocket, isProxied, sourceIp } = connection;
  const said = (outcome: string, reason: string) =>
    traced(simulation, () => ({ stage: 'ztunnel', name, outcome, reason }));
  const refuse = (reason: string, policy: string, kind: 'denied' | 'lost' = 'denied'): Exchange =>
    exchange(failed(isProxied, 'reset', { kind, policy, reason }), said('refused', reason));
  if (transportSocket !== 'mutual' && bypassesInbound(workload)) {
    const past = said('passed by', `${bypassInboundCapture} keeps plain text from ztunnel`);
    return exchange(reachApplication(simulation, connection, endpoint), past);
  }
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
  const inside = transportSocket === 'mutual' ? { ...connection, transportSocket: 'plaintext' as const } : connection;
  const reached = reachApplication(simulation, inside, endpoint);
  return exchange(
    { ...reached, policy },
    reached.kind === 'allowed'
      ? said('accepted', policy === '' ? '' : `ALLOW policy ${policy} matches`)
      : said('refused', reached.reason),
  );
}

const bypassInboundCapture = 'ambient.istio.io/bypass-inbound-capture';

/** Whether only tunnels lead through ztunnel into a pod, whose own ports are open to all else. */
function bypassesInbound({ annotations }: Workload): boolean {
  return parseBoolean(annotations[bypassInboundCapture]) === true;
}
