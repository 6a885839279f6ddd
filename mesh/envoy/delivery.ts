import type { InboundProtocol } from '../istio/server-ports.js';
import { isHttp } from '../model/protocol.js';
import type { Workload } from '../model/workload.js';
import type { Indexes } from '../proxy/push-context.js';
import type { Ending, Tally } from '../request/tally.js';
import { remoteIpAtSidecar } from './forwarded-for.js';
import type { Authorizer } from './http-filters/rbac.js';
import type { Subject } from './http-filters/rbac-attributes.js';
import type { Arrival, Journey, Passage } from './journey.js';

/** How a connection to a workload ends, and whether another attempt may end better. */
export interface Delivery extends Ending {
  /** What a retry policy calls the failure: the connection was not made, or it was closed. */
  readonly failure: 'connect' | 'reset' | undefined;
}

/** What the server side does with what reaches a workload that is no gateway. */
export function deliver(indexes: Indexes, journey: Journey, passage: Passage, arrival: Arrival): Delivery {
  const { workload } = arrival;
  if (workload === undefined) {
    return deliverOutside(passage, arrival);
  }
  if (workload.proxy !== 'sidecar') {
    return deliverPlain(indexes, passage, arrival);
  }
  return deliverToSidecar(indexes, journey, passage, arrival);
}

function fail(
  passage: Passage,
  failure: 'connect' | 'reset',
  reason: string,
  kind: Ending['kind'] = 'lost',
  policy = '',
): Delivery {
  return { status: passage.isProxied ? '503' : 'reset', kind, policy, reason, failure };
}

function succeed(passage: Passage, reason: string, policy = ''): Delivery {
  return { status: passage.isHttp ? '200' : 'connected', kind: 'allowed', policy, reason, failure: undefined };
}

function deliverOutside(passage: Passage, { wire, address }: Arrival): Delivery {
  return wire === 'mutual'
    ? fail(passage, 'connect', `${address} is outside the mesh and cannot take its mTLS`)
    : succeed(passage, `${address} is outside the mesh`);
}

function deliverPlain(indexes: Indexes, passage: Passage, { workload, port, wire }: Arrival): Delivery {
  if (workload === undefined) {
    return fail(passage, 'connect', 'nothing is there');
  }
  if (workload.isAmbient) {
    return indexes.ambient.arrive(passage, workload, port, wire);
  }
  if (!indexes.ports.listens(workload, port)) {
    return fail(passage, 'connect', `${workload.name} does not listen at ${port}`);
  }
  const speaksTls = indexes.ports.speaksTls(workload, port);
  if (wire === 'mutual' || (wire === 'tls' && !speaksTls)) {
    return fail(passage, 'connect', `${workload.name} has no sidecar and does not speak TLS at ${port}`);
  }
  if (passage.isTls && wire === 'plaintext' && passage.isHttp && !speaksTls) {
    return fail(passage, 'connect', `${workload.name} does not speak TLS at ${port}`);
  }
  return succeed(passage, `${workload.name} has no sidecar, so no policy applies`);
}

function deliverToSidecar(indexes: Indexes, journey: Journey, passage: Passage, arrival: Arrival): Delivery {
  const { workload, port, wire } = arrival;
  if (workload === undefined) {
    return fail(passage, 'connect', 'nothing is there');
  }
  const { tally } = journey;
  const peer = indexes.peers.forPort(workload, port);
  const by = peer.policy === '' ? 'the default' : `PeerAuthentication ${peer.policy}`;
  if (tally.isTracing) {
    tally.say(`${workload.namespace}/${workload.name} takes ${peer.mode} at port ${port}, by ${by}`);
  }
  const speaksTls = indexes.ports.speaksTls(workload, port);
  const clientTls = wire === 'tls' || (wire === 'plaintext' && passage.isTls);
  if (wire === 'mutual' && peer.mode === 'DISABLE') {
    return fail(passage, 'connect', `${workload.name} takes no mTLS (${by}) and gets it`);
  }
  if (wire !== 'mutual' && peer.mode === 'STRICT') {
    const what = clientTls ? 'TLS that is not of the mesh' : 'plain text';
    return fail(passage, clientTls ? 'connect' : 'reset', `${what} is refused by ${by}`, 'denied', peer.policy);
  }
  if (clientTls && !speaksTls) {
    return fail(passage, 'connect', `${workload.name} does not speak TLS at ${port}`);
  }
  const { protocol, target } = inboundOf(indexes, workload, port);
  // TLS of the client's own passes through; only mTLS of the mesh is opened.
  const readsHttp = protocol !== 'tcp' && passage.isHttp && !clientTls && !passage.isTls;
  const principal = wire === 'mutual' ? passage.principal : undefined;
  const token = readsHttp ? indexes.tokens.decide(workload, passage.request) : undefined;
  if (token?.reason) {
    tally.say(token.reason);
  }
  if (token?.accepted === false) {
    return { status: token.status, kind: 'denied', policy: '', reason: token.reason, failure: undefined };
  }
  const authorizer = indexes.authorization.of(workload);
  const subject: Subject = {
    principal,
    sourceIp: passage.sourceIp,
    remoteIp: readsHttp ? remoteIpAtSidecar(passage.request, passage.sourceIp) : passage.sourceIp,
    port,
    sni: arrival.sni,
    http: token === undefined ? undefined : { request: token.request, claims: token.claims },
  };
  const refused = authorize(authorizer, subject, journey, readsHttp, passage);
  if (typeof refused !== 'string') {
    return refused;
  }
  if (!indexes.ports.listens(workload, target)) {
    return readsHttp
      ? {
          status: '503',
          kind: 'lost',
          policy: '',
          reason: `${workload.name} does not listen at ${target}`,
          failure: undefined,
        }
      : fail(passage, 'reset', `${workload.name} does not listen at ${target}`);
  }
  return succeed(passage, tally.isTracing ? `${workload.namespace}/${workload.name} answers` : '', refused);
}

/** How a sidecar reads a port, and where that leads: by the Sidecar's own listeners when it has some, else by the Services. */
function inboundOf(
  indexes: Indexes,
  workload: Workload,
  port: number,
): { readonly protocol: InboundProtocol; readonly target: number } {
  const listeners = indexes.scopes.ingressOf(workload.namespace, workload.labels);
  if (listeners.length === 0) {
    return { protocol: indexes.ports.protocolAt(workload, port), target: port };
  }
  const own = listeners.find((listener) => listener.port === port);
  if (own === undefined || own.protocol === 'auto') {
    return { protocol: 'sniffed', target: own?.target ?? port };
  }
  return { protocol: isHttp(own.protocol) ? 'http' : 'tcp', target: own.target };
}

/** The delivery of a request that policies deny, or the policy that allows it, empty when none is needed. */
function authorize(
  authorizer: Authorizer,
  subject: Subject,
  journey: Journey,
  readsHttp: boolean,
  passage: Passage,
): Delivery | string {
  const { tally, query } = journey;
  reportAudits(authorizer, subject, tally);
  if (authorizer.isOpen) {
    tally.say('no AuthorizationPolicy applies');
    return '';
  }
  const decision = authorizer.decide(subject, query.customDecision ?? 'allow');
  tally.say(decision.reason);
  if (decision.allowed) {
    return decision.policy;
  }
  if (readsHttp) {
    const { status, policy, reason } = decision;
    return { status, kind: 'denied', policy, reason, failure: undefined };
  }
  return fail(passage, 'reset', decision.reason, 'denied', decision.policy);
}

/** Writes down the AUDIT policies that match. */
export function reportAudits(authorizer: Authorizer, subject: Subject, tally: Tally): void {
  if (tally.isTracing) {
    for (const id of authorizer.audited(subject)) {
      tally.say(`AUDIT policy ${id} matches; it only reports`);
    }
  }
}
