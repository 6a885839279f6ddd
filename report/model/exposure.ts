import { readGatewayServers } from '../../mesh/istio/gateway-servers.js';
import { gatewayRateLimits } from '../../mesh/istio/rate-limits.js';
import { describeManifest } from '../../mesh/manifest/identity.js';
import type { MeshService } from '../../mesh/model/index.js';
import { entryFor, exposureOf } from '../../mesh/request/entry.js';
import type { Answer, RequestQuery } from '../../mesh/request/index.js';
import { readTarget } from '../../mesh/request/query.js';
import { gatewayQuestions } from '../../mesh/survey/gateway-questions.js';
import { policyQuestions } from '../../mesh/survey/policy-probes.js';
import { Representatives } from '../../mesh/survey/representatives.js';
import { type Asked, summaryOf } from './asked.js';
import { type Edges, stateOf } from './edges.js';
import { idOf, type Nodes } from './nodes.js';
import type { Exposure } from './report-data.js';

/** The most tokens that are tried at each URL. */
const triedTokens = 8;

/** What the Internet can ask, by URL and gateway; its ways are added to the edges. */
export function exposureOfMesh(asked: Asked, nodes: Nodes, edges: Edges): readonly Exposure[] {
  const { mesh } = asked;
  const tls = new Map(readGatewayServers(mesh).map(({ label, tls: mode }) => [label, mode?.mode ?? null]));
  const limits = gatewayRateLimits(mesh);
  const tokens = tokensOf(asked);
  const rows = new Map<string, Exposure>();
  gatewayQuestions(mesh, [], (query) => {
    const { scheme, port } = readTarget(query.to);
    const entry = entryFor(mesh, query.via, port)?.service;
    const url = query.to.replace(/\/$/, query.path ?? '/');
    const key = JSON.stringify([entry?.host, query]);
    if (entry === undefined || rows.has(key)) {
      return;
    }
    const answer = asked.ask(query);
    addWays(nodes, edges, entry, query, answer);
    const { token, let: admitted } = tokenOf(asked, query, answer, tokens);
    if (admitted !== undefined) {
      addWays(nodes, edges, entry, admitted.query, admitted.answer);
    }
    const labels = entry.workloads.map((workload) => ({ labels: workload.labels, namespace: workload.namespace }));
    const holding = limits.filter(({ holdsFor }) => labels.some((pod) => holdsFor(pod.labels, pod.namespace)));
    rows.set(key, {
      ...summaryOf(query, answer),
      url: query.method === undefined ? url : `${query.method} ${url}`,
      gateway: idOf(entry),
      reach: exposureOf(entry),
      services: [...new Set((admitted?.answer ?? answer).outcomes.map(({ host }) => nodes.ofHost(host)))],
      tls: scheme === 'https' || scheme === 'tls' ? (tls.get(answer.gateway ?? '') ?? 'SIMPLE') : null,
      redirect: answer.redirect,
      token,
      withToken: admitted === undefined ? null : summaryOf(admitted.query, admitted.answer),
      limits: holding.map(({ object }) => describeManifest(object.resource.manifest)),
    });
  });
  return [...rows.values()].sort((one, other) => compare(one.url, other.url) || compare(one.gateway, other.gateway));
}

/** From the Internet to the gateway, and from there to the services. */
function addWays(nodes: Nodes, edges: Edges, entry: MeshService, query: RequestQuery, answer: Answer): void {
  const summary = summaryOf(query, answer);
  const gateway = idOf(entry);
  const { scheme } = readTarget(query.to);
  const isEncrypted = scheme === 'https' || scheme === 'tls' || answer.redirect?.startsWith('https:') === true;
  const isLet = answer.outcomes.length > 0 || answer.redirect !== null || answer.verdict === 'allowed';
  const state = isLet ? (isEncrypted ? 'encrypted' : 'plain') : 'denied';
  edges.put({ kind: 'internet', from: nodes.ofInternet(), to: gateway, state, share: isLet ? 1 : 0 }, summary);
  for (const host of new Set(answer.outcomes.map((outcome) => outcome.host))) {
    const share = answer.outcomes.reduce((sum, outcome) => sum + (outcome.host === host ? outcome.probability : 0), 0);
    edges.put({ kind: 'internet', from: gateway, to: nodes.ofHost(host), state: stateOf(answer), share }, summary);
  }
}

type Tokens = readonly NonNullable<RequestQuery['claims']>[];

/** The claims that policies and RequestAuthentications speak of. */
function tokensOf({ mesh }: Asked): Tokens {
  const all = policyQuestions(mesh, new Representatives(mesh)).flatMap(({ probe }) =>
    probe.claims === undefined ? [] : [probe.claims],
  );
  return [...new Map(all.map((claims) => [JSON.stringify(claims), claims])).values()].slice(0, triedTokens);
}

/** What tokens do to a request. */
interface TokenNeed {
  readonly token: Exposure['token'];
  /** The request with a token that lets it through, where it needs one. */
  readonly let?: { readonly query: RequestQuery; readonly answer: Answer };
}

/** Whether a request needs a token, found by asking without one, with a wrong one, and with those that policies speak of. */
function tokenOf({ mesh, ask }: Asked, query: RequestQuery, plain: Answer, tokens: Tokens): TokenNeed {
  if (mesh.requestAuthentications.length === 0 && tokens.length === 0) {
    return { token: 'none' };
  }
  if (plain.verdict === 'denied') {
    for (const claims of tokens) {
      const answer = ask({ ...query, claims });
      if (answer.verdict === 'allowed') {
        return { token: 'required', let: { query: { ...query, claims }, answer } };
      }
    }
    return { token: 'none' };
  }
  const isChecked = plain.verdict === 'allowed' && ask({ ...query, token: 'invalid' }).verdict === 'denied';
  return { token: isChecked ? 'checked' : 'none' };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
