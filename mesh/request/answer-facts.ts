import type { Exchange } from '../envoy/exchange.js';
import type { Response, UpstreamHost } from '../envoy/response.js';
import type { PushContext } from '../proxy/push-context.js';
import type { AnswerFacts, Outcome, WireMode } from './answer.js';
import type { Question } from './evaluate.js';

/** What an answer says of what comes of a request. */
export function answerFacts(push: PushContext, question: Question, { responses, matched }: Exchange): AnswerFacts {
  const status: Record<string, number> = {};
  const responseFlags: Record<string, number> = {};
  const odds: Record<Response['kind'], number> = { allowed: 0, denied: 0, answered: 0, lost: 0 };
  let [allowedBy, deniedBy] = ['', ''];
  let mtls: WireMode = 'none';
  for (const { probability, value } of responses) {
    const socket = value.upstream?.transportSocket;
    if (socket !== undefined) {
      mtls = mtls === 'none' || mtls === socket ? socket : 'mixed';
    }
    if (probability > 0) {
      const { kind, policy, flag } = value;
      status[value.status] = (status[value.status] ?? 0) + probability;
      odds[kind] += probability;
      if (flag !== '') {
        responseFlags[flag] = (responseFlags[flag] ?? 0) + probability;
      }
      if (kind === 'allowed') {
        allowedBy ||= policy;
      } else if (kind === 'denied') {
        deniedBy ||= policy;
      }
    }
  }
  const isDenied = odds.denied > 0 && odds.allowed === 0;
  const isAllowed = odds.allowed > 0 || odds.answered > 0;
  const rule = matched.route?.rule;
  return {
    verdict: isDenied
      ? 'denied'
      : isAllowed
        ? 'allowed'
        : isUnknown(push, question, matched)
          ? 'not-visible'
          : 'no-route',
    policy: (isDenied ? deniedBy : allowedBy || deniedBy) || null,
    outcomes: outcomesOf(responses),
    status,
    responseFlags,
    fault: matched.fault,
    mtls,
    route: rule?.label ?? matched.connectionRoute,
    listener: matched.listener,
    gateway: matched.gateway,
    redirect: matched.redirect,
    rewrite: rule?.rewrite ?? null,
    headers: rule?.headers ?? null,
    mirrors: rule?.mirrors ?? noMirrors,
    timeout: rule?.timeout ?? null,
    retries: rule?.retries ?? null,
    hashedBy: matched.hashedBy || null,
    ejections: matched.ejections,
    networkPolicies:
      matched.network.length === 0
        ? noPolicies
        : [...new Set(matched.network.flatMap(({ policies }) => policies))].sort(),
  };
}

const noPolicies: AnswerFacts['networkPolicies'] = Object.freeze([]);
const noMirrors: AnswerFacts['mirrors'] = Object.freeze([]);

/** Whether the sidecar of the caller does not know what was asked for: the host of the request, or the service and its port. */
function isUnknown(
  { network }: PushContext,
  { downstream, target }: Question,
  { catchAll }: Exchange['matched'],
): boolean {
  if (catchAll === '') {
    return false;
  }
  const { service } = network.resolve(target.host, downstream.namespace);
  const known = downstream.node.scope.listeners
    .find(({ port }) => port === undefined || port === target.port)
    ?.services.find((scoped) => scoped.service === service);
  return catchAll === 'block_all' || known?.ports.some(({ number }) => number === target.port) !== true;
}

type Writable = { -readonly [K in keyof Outcome]: Outcome[K] };

/** Where requests go that are sent on at all, with shares that add up to 1: those that a fault or a redirect answers are left out. */
function outcomesOf(responses: Exchange['responses']): readonly Outcome[] {
  const hosts: UpstreamHost[] = [];
  const outcomes: Writable[] = [];
  let total = 0;
  for (const { reached, value } of responses) {
    const { upstream } = value;
    if (upstream === undefined) {
      continue;
    }
    total += reached;
    const known = outcomes[hosts.findIndex((one) => one === upstream || isSame(one, upstream))];
    if (known === undefined) {
      const { cluster, namespace, workload, version, subset, status, host, failure, headers } = upstream;
      hosts.push(upstream);
      outcomes.push({
        cluster,
        namespace,
        workload,
        version,
        subset,
        probability: reached,
        status,
        host,
        failure,
        ...(headers === undefined ? {} : { headers }),
      });
    } else {
      known.probability += reached;
    }
  }
  if (total !== 0 && Math.abs(total - 1) >= 1e-12) {
    for (const outcome of outcomes) {
      outcome.probability /= total;
    }
  }
  return outcomes;
}

function isSame(one: UpstreamHost, other: UpstreamHost): boolean {
  return (
    one.workload === other.workload &&
    one.namespace === other.namespace &&
    one.cluster === other.cluster &&
    one.subset === other.subset &&
    one.host === other.host &&
    one.status === other.status &&
    one.failure === other.failure &&
    one.headers === other.headers
  );
}
