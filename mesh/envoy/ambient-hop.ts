import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { Indexes } from '../proxy/push-context.js';
import { routeHttp } from './http-forwarding.js';
import type { Journey, Leave, Passage, Sender } from './journey.js';
import { sendToAddress, sendToCluster } from './router.js';

/**
 * Takes connections out of a workload that ambient mode captures: to the waypoint of the service when it has one, which reads HTTP and
 * routes it, else straight to the endpoints, without anything of HTTP.
 */
export const leaveAmbient: Leave = (indexes, journey, passage, sender, address) => {
  const { tally, target } = journey;
  const { service } = address;
  tally.listener = 'ztunnel';
  if (service === undefined || service.port(target.port) === undefined) {
    tally.say('ztunnel knows no such service and passes the connection on as it is');
    sendToAddress(indexes, journey, passage, { ...sender, principal: '' }, 'plaintext', 1);
    return;
  }
  const scope = indexes.scopes.ofGateway(sender.client.namespace);
  const waypoint = indexes.ambient.waypointOf(service);
  if (waypoint === undefined) {
    tally.say('the service has no waypoint: ztunnel picks an endpoint, and no HTTP rule acts');
    const cluster = indexes.clusters.find(scope, { ...sender.client, isGateway: true }, service.host, target.port, '');
    const shares = cluster.shares.map((share) => ({
      ...share,
      wire: share.endpoint.workload?.isAmbient === true ? ('mutual' as const) : ('plaintext' as const),
    }));
    sendToCluster(indexes, journey, passage, sender, { ...cluster, rules: [], wireReason: '', shares }, undefined, 1);
    return;
  }
  tally.say(`waypoint ${waypoint.namespace}/${waypoint.name} stands in front of ${service.host}`);
  enterWaypoint(indexes, journey, passage, sender, service, waypoint);
};

function enterWaypoint(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  service: MeshService,
  waypoint: Workload,
): void {
  const { tally, target, query } = journey;
  tally.gateway = `Gateway ${waypoint.namespace}/${waypoint.name}`;
  const fronted = { name: service.name, namespace: service.namespace, isKubernetes: true };
  const token = indexes.tokens.decide(waypoint, passage.request, fronted);
  if (!token.accepted) {
    tally.end(1, { status: token.status, kind: 'denied', policy: '', reason: token.reason });
    return;
  }
  const subject = {
    principal: sender.principal,
    sourceIp: passage.sourceIp,
    remoteIp: query.sourceIp,
    port: target.port,
    sni: '',
    http: { request: token.request, claims: token.claims },
  };
  const decision = indexes.authorization.ofWaypoint(waypoint, fronted).decide(subject, query.customDecision ?? 'allow');
  tally.say(`at the waypoint: ${decision.reason}`);
  if (!decision.allowed) {
    tally.end(1, { status: decision.status, kind: 'denied', policy: decision.policy, reason: decision.reason });
    return;
  }
  const { namespace, labels, locality, cluster } = waypoint;
  const scope = indexes.scopes.of(namespace, labels);
  const listener = indexes.outbound.listenerFor(scope, target.port);
  const table = listener === undefined ? undefined : indexes.outbound.table(scope, listener, target.port, labels);
  const host = table?.find(service.host);
  const through: Sender = {
    client: { namespace, labels, locality, isGateway: true },
    scope,
    principal: waypoint.principal(indexes.mesh.config.trustDomain),
    cluster,
    original: sender.original,
  };
  if (host === undefined) {
    tally.end(1, { status: '404', kind: 'lost', policy: '', reason: 'the waypoint has no route' });
    return;
  }
  const next = { ...passage, isProxied: true, request: token.request };
  routeHttp(indexes, journey, next, through, host, target.port, token.claims, 1);
}
