import { leaveAmbient } from '../envoy/ambient-hop.js';
import { enterGateway } from '../envoy/gateway-hop.js';
import { httpRequestOf } from '../envoy/http-request.js';
import type { Journey, Passage, Sender } from '../envoy/journey.js';
import { sendToAddress } from '../envoy/router.js';
import { leaveThroughSidecar } from '../envoy/sidecar-hop.js';
import { UnmodelledInputs } from '../inputs/unmodelled-inputs.js';
import type { Mesh } from '../model/mesh.js';
import { Indexes } from '../proxy/push-context.js';
import { socketAddress } from '../text/ip-address.js';
import { Answer } from './answer.js';
import { pathOf } from './answer-path.js';
import type { Caller } from './caller.js';
import { entryFor } from './gateway-entry.js';
import { type RequestQuery, readTarget } from './query.js';
import { Tally } from './tally.js';

/**
 * Where a request goes, who answers, and what the caller sees. Indexes are made with the first question to a mesh and kept, so that
 * further ones take microseconds. Never throws: what cannot be reached is an answer too.
 */
export function request(mesh: Mesh, query: RequestQuery): Answer {
  const indexes = Indexes.of(mesh);
  const tally = evaluate(indexes, query, false);
  const facts = tally.facts();
  return new Answer(
    facts,
    () => {
      const { trace, passedOver } = evaluate(indexes, query, true);
      return { trace, passedOver };
    },
    () => UnmodelledInputs.of(mesh).touching(() => pathOf(indexes, query, facts)),
  );
}

function evaluate(indexes: Indexes, query: RequestQuery, isTracing: boolean): Tally {
  const tally = new Tally(isTracing);
  const target = readTarget(query.to);
  const caller = indexes.callers.find(query.from);
  const journey: Journey = { query, caller, target, tally, enterGateway };
  const isTls = target.scheme === 'https' || target.scheme === 'tls';
  const request = httpRequestOf(query, target, indexes.pathNormalization);
  const passage: Passage = {
    request,
    principal: undefined,
    sourceIp: query.sourceIp === undefined ? undefined : socketAddress(query.sourceIp),
    sni: isTls ? target.host : '',
    isTls,
    isHttp: target.scheme !== 'tcp' && target.scheme !== 'tls',
    isProxied: false,
    depth: 0,
  };
  if (caller.isInternet) {
    arriveFromInternet(indexes, journey, passage);
    return tally;
  }
  leave(indexes, journey, passage, caller);
  return tally;
}

function leave(indexes: Indexes, journey: Journey, passage: Passage, caller: Caller): void {
  const { tally, target } = journey;
  const address = indexes.network.resolve(target.host, caller.namespace);
  if (tally.isTracing) {
    const proxy = caller.hasSidecar ? 'a sidecar' : caller.isAmbient ? 'ztunnel' : 'no proxy';
    tally.say(`${caller.label} has ${proxy}${caller.workload === undefined ? ' and is not in the files' : ''}`);
  }
  if (address.kind === 'none') {
    const reason = `DNS knows no ${target.host}`;
    tally.say(reason);
    tally.end(1, { status: 'reset', kind: 'lost', policy: '', reason });
    return;
  }
  const { namespace, labels, locality } = caller;
  const beside = caller.isPlaced ? undefined : address.service?.workloads[0]?.cluster;
  const sender: Sender = {
    client: { namespace, labels, locality, isGateway: false },
    scope: indexes.scopes.of(namespace, labels),
    principal: caller.principal,
    cluster: beside ?? caller.cluster,
    original: { address, port: target.port },
  };
  if (caller.hasSidecar) {
    leaveThroughSidecar(indexes, journey, passage, sender, address);
  } else if (caller.isAmbient) {
    leaveAmbient(indexes, journey, passage, sender, address);
  } else {
    tally.say('without a proxy, Kubernetes itself decides where the connection goes');
    sendToAddress(indexes, journey, passage, { ...sender, principal: '' }, 'plaintext', 1);
  }
}

function arriveFromInternet(indexes: Indexes, journey: Journey, passage: Passage): void {
  const { tally, target, query } = journey;
  const entry = entryFor(indexes.mesh, query.via, target.port);
  if (entry === undefined) {
    const reason =
      query.via === undefined
        ? `no gateway has port ${target.port}`
        : `there is no Service ${query.via} with port ${target.port}`;
    tally.say(reason);
    tally.end(1, { status: 'reset', kind: 'lost', policy: '', reason });
    return;
  }
  const { service, port } = entry;
  tally.listener = `${service.namespace}/${service.name}:${port}`;
  tally.say(`the Internet reaches Service ${tally.listener}`);
  const sender: Sender = {
    client: { namespace: '', labels: {}, locality: '', isGateway: false },
    scope: indexes.scopes.of('', {}),
    principal: '',
    cluster: service.instances[0]?.cluster ?? '',
    original: { address: { kind: 'service', host: service.host, service }, port },
  };
  sendToAddress(indexes, journey, passage, sender, 'plaintext', 1);
}
