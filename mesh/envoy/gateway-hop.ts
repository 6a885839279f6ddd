import type { GatewayServer } from '../istio/gateway-servers.js';
import type { Workload } from '../model/workload.js';
import { fitsSni, sniPrecision } from '../proxy/bound-rules.js';
import type { GatewayListener, TlsChain } from '../proxy/build/gateway.js';
import type { Indexes } from '../proxy/push-context.js';
import type { VirtualHosts } from '../proxy/virtual-host.js';
import { reportAudits } from './delivery.js';
import { takenByGateway, trustedProxiesOf } from './forwarded-for.js';
import { routeHttp } from './http-forwarding.js';
import type { Arrival, Journey, Passage, Sender } from './journey.js';
import { findConnectionRule, routeConnection } from './tcp-proxy.js';

/** Gateways that one request may pass; more is a loop. */
const longestWay = 8;

/** Takes requests into a gateway: its listener, its policies, its routes. */
export function enterGateway(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  arrival: Arrival,
  probability: number,
): void {
  const { tally } = journey;
  const { workload, port } = arrival;
  const refuse = (reason: string): void => {
    tally.say(reason);
    tally.end(probability, { status: passage.isProxied ? '503' : 'reset', kind: 'lost', policy: '', reason });
  };
  if (workload === undefined || passage.depth > longestWay) {
    refuse('the request goes round in circles');
    return;
  }
  if (workload.proxy === 'waypoint') {
    refuse(`${workload.name} is a waypoint, which only ztunnel speaks to`);
    return;
  }
  const listener = indexes.gateways.listener(workload, port);
  if (listener === undefined) {
    refuse(`no Gateway has a server for port ${port} of ${workload.namespace}/${workload.name}`);
    return;
  }
  tally.say(`gateway ${workload.namespace}/${workload.name} takes it at port ${port}`);
  const isMutual = arrival.wire === 'mutual';
  const isTls = passage.isTls || arrival.wire !== 'plaintext';
  const inner: Passage = { ...passage, sni: arrival.sni, depth: passage.depth + 1, isProxied: true };
  if (!isTls) {
    enterPlain(indexes, journey, inner, passage, workload, listener, probability, refuse);
    return;
  }
  const chain = chainFor(listener, arrival.sni);
  if (chain === undefined) {
    refuse(
      `no server of the gateway has TLS for ${arrival.sni || 'a connection without a server name'} at port ${port}`,
    );
    return;
  }
  tally.gateway ??= chain.server.label;
  const mode = chain.server.tls?.mode ?? '';
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') {
    enterConnection(
      indexes,
      journey,
      { ...inner, isProxied: false },
      workload,
      chain.server,
      'tls',
      port,
      undefined,
      probability,
      refuse,
    );
    return;
  }
  const presents = mode === 'ISTIO_MUTUAL' ? isMutual : mode !== 'MUTUAL' || journey.query.clientCertificate === true;
  if (!presents) {
    refuse(`${chain.server.label} asks for a client certificate`);
    return;
  }
  const principal = isMutual ? passage.principal : undefined;
  // The TLS ends here: what follows is plain to the gateway.
  const opened = { ...inner, isTls: false };
  if (chain.hosts === undefined) {
    enterConnection(
      indexes,
      journey,
      { ...opened, isProxied: false },
      workload,
      chain.server,
      'tcp',
      port,
      principal,
      probability,
      refuse,
    );
    return;
  }
  const entry = { hosts: chain.hosts, server: chain.server, port, isTls: true };
  enterHttp(indexes, journey, opened, workload, entry, principal, probability);
}

function enterPlain(
  indexes: Indexes,
  journey: Journey,
  inner: Passage,
  passage: Passage,
  workload: Workload,
  listener: GatewayListener,
  probability: number,
  refuse: (reason: string) => void,
): void {
  const { hosts, tcp, port } = listener;
  if (hosts !== undefined && passage.isHttp) {
    const server = listener.servers.find(({ tls }) => tls === undefined) ?? listener.servers[0];
    enterHttp(indexes, journey, inner, workload, { hosts, server, port, isTls: false }, undefined, probability);
  } else if (tcp !== undefined) {
    enterConnection(
      indexes,
      journey,
      { ...inner, isProxied: false },
      workload,
      tcp,
      'tcp',
      port,
      undefined,
      probability,
      refuse,
    );
  } else {
    refuse(`the gateway takes only TLS at port ${port}`);
  }
}

/** Where HTTP comes into a gateway. */
interface HttpEntry {
  readonly hosts: VirtualHosts;
  readonly server: GatewayServer | undefined;
  readonly port: number;
  readonly isTls: boolean;
}

function enterHttp(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  workload: Workload,
  { hosts, server, port, isTls }: HttpEntry,
  principal: string | undefined,
  probability: number,
): void {
  const { tally, query } = journey;
  const { sourceIp } = passage;
  const trusted = trustedProxiesOf(workload, indexes.mesh);
  const { request: taken, remoteIp } = takenByGateway(passage.request, isTls, sourceIp, trusted);
  const token = indexes.tokens.decide(workload, taken);
  const { request } = token;
  if (token.reason !== '') {
    tally.say(token.reason);
  }
  if (!token.accepted) {
    tally.end(probability, { status: token.status, kind: 'denied', policy: '', reason: token.reason });
    return;
  }
  const authorizer = indexes.authorization.of(workload);
  const http = { request, claims: token.claims };
  const subject = { principal, sourceIp, remoteIp, port, sni: passage.sni, http };
  reportAudits(authorizer, subject, tally);
  if (!authorizer.isOpen) {
    const decision = authorizer.decide(subject, query.customDecision ?? 'allow');
    tally.say(`at the gateway: ${decision.reason}`);
    if (!decision.allowed) {
      tally.gateway ??= server?.label ?? null;
      tally.end(probability, {
        status: decision.status,
        kind: 'denied',
        policy: decision.policy,
        reason: decision.reason,
      });
      return;
    }
  }
  const host = hosts.find(request.authority);
  tally.gateway ??= server?.label ?? null;
  if (host === undefined) {
    tally.say(`no route is bound to the gateway for ${request.authority}: 404`);
    tally.end(probability, { status: '404', kind: 'lost', policy: '', reason: 'no virtual host' });
    return;
  }
  // Only a verified token makes a gateway choose the route again, after it has taken headers away.
  const routedAs = token.claims === undefined ? taken : undefined;
  const next = { ...passage, request, routedAs, sourceIp: undefined };
  routeHttp(indexes, journey, next, senderOf(indexes, workload), host, server?.port ?? port, token.claims, probability);
}

function enterConnection(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  workload: Workload,
  server: GatewayServer,
  kind: 'tls' | 'tcp',
  port: number,
  principal: string | undefined,
  probability: number,
  refuse: (reason: string) => void,
): void {
  const { tally, query } = journey;
  tally.gateway ??= server.label;
  const { sourceIp, sni } = passage;
  const subject = { principal, sourceIp, remoteIp: sourceIp, port, sni, http: undefined };
  const decision = indexes.authorization.of(workload).decide(subject, query.customDecision ?? 'allow');
  if (!decision.allowed) {
    tally.say(`at the gateway: ${decision.reason}`);
    tally.end(probability, { status: 'reset', kind: 'denied', policy: decision.policy, reason: decision.reason });
    return;
  }
  const { labels, namespace } = workload;
  const scope = { labels, namespace, gateway: server.gateway, port: server.port };
  const configs = indexes.gateways.connectionConfigsFor(server, namespace);
  const rule = findConnectionRule(configs, kind, scope, sni);
  if (rule === undefined) {
    refuse(`no ${kind} route is bound to ${server.label} for ${sni || 'the connection'}`);
    return;
  }
  routeConnection(
    indexes,
    journey,
    { ...passage, sourceIp: undefined },
    senderOf(indexes, workload),
    rule,
    server.port,
    probability,
  );
}

function senderOf(indexes: Indexes, workload: Workload): Sender {
  const { namespace, labels, locality, cluster } = workload;
  return {
    client: { namespace, labels, locality, isGateway: true },
    scope: indexes.scopes.ofGateway(namespace),
    principal: workload.principal(indexes.mesh.config.trustDomain),
    cluster,
    original: undefined,
  };
}

/** The chain for a server name: exact, then the longest wildcard. */
function chainFor(listener: GatewayListener, sni: string): TlsChain | undefined {
  let best: { readonly chain: TlsChain; readonly length: number } | undefined;
  for (const chain of listener.chains) {
    for (const host of chain.sniHosts.filter((one) => fitsSni(one, sni))) {
      const length = sniPrecision(host);
      if (best === undefined || length > best.length) {
        best = { chain, length };
      }
    }
  }
  return best?.chain;
}
