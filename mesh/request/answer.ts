import type { Ejection } from '../envoy/exchange.js';
import type { Step } from '../envoy/trace.js';
import type { NotModelled } from '../inputs/index.js';
import type { Fault, HeaderChanges, Mirror, Retries, Rewrite } from '../istio/route-source.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { stepText } from './trace-text.js';

/** A place that requests are sent to, with how likely that is: one that refuses them, or that is missing, counts as well. */
export interface Outcome {
  readonly cluster: string;
  readonly namespace: string;
  /** Name of the workload; empty when the share reaches none of the mesh. */
  readonly workload: string;
  /** The workload's label `version`. */
  readonly version: string;
  readonly subset: string;
  /** From 0 to 1; all outcomes of an answer together are 1, of requests that no fault aborts. */
  readonly probability: number;
  /** What comes back from there: 200, 403 of a policy at the workload, 503, `reset` or `connected`. */
  readonly status: string;
  /** Host that the request was sent to. */
  readonly host: string;
  /** Why it reaches no workload; empty when it does. */
  readonly failure: string;
  /** What the destination of the route changes about headers, besides {@link AnswerFacts.headers}. @default nothing */
  readonly headers?: HeaderChanges;
}

/** The workload that an outcome reaches; undefined for one that reaches none of the mesh. */
export function workloadOf(mesh: Mesh, { namespace, workload, cluster }: Outcome): Workload | undefined {
  return mesh.workloadsIn(namespace).find((one) => one.name === workload && one.cluster === cluster);
}

/** A route that was tried before the one that won, or in vain. */
export interface PassedOver {
  readonly route: string;
  readonly reason: string;
}

/** The two halves of an answer: what a program needs, made at once, and how it came about, made when asked for. */
export interface Explanation {
  /** Decisions in the order in which proxies take them. */
  readonly steps: readonly Step[];
  /** The steps as a person reads them. */
  readonly trace: readonly string[];
  readonly passedOver: readonly PassedOver[];
}

/** Whether a request gets through: by policy, by route, by visibility. */
export type Verdict = 'allowed' | 'denied' | 'no-route' | 'not-visible';

/** What the wire to the workload carries: `mutual` TLS of the mesh, `tls` of a DestinationRule or of the caller's own, `plaintext`, `mixed`, or `none` when nothing is sent. */
export type WireMode = 'mutual' | 'tls' | 'plaintext' | 'mixed' | 'none';

/** What {@link Answer} is made of. */
export interface AnswerFacts {
  readonly verdict: Verdict;
  /** The policy that denied, or the one that allowed, as `namespace/name`; null when none decided. */
  readonly policy: string | null;
  readonly outcomes: readonly Outcome[];
  /** Probability of each HTTP status that the caller sees when every workload answers 200; `reset` for a connection that fails. */
  readonly status: Readonly<Record<string, number>>;
  /** Probability of each of Envoy's response flags, such as `NR` or `UF,URX`, where a proxy answers itself or fails. */
  readonly responseFlags: Readonly<Record<string, number>>;
  readonly fault: Fault | null;
  readonly mtls: WireMode;
  /** The rule that won, such as `VirtualService shop/reviews http[0]`; null when no rule was needed or found. */
  readonly route: string | null;
  /** Name of the first listener that takes the request, such as `0.0.0.0_9080`; empty for none. */
  readonly listener: string;
  /** The gateway with its server, or the waypoint, if it goes through one. */
  readonly gateway: string | null;
  /** Why the caller sees a redirect. */
  readonly redirect: string | null;
  readonly rewrite: Rewrite | null;
  /** What the rule changes about headers; what one of its destinations does besides stands with the outcomes. */
  readonly headers: HeaderChanges | null;
  readonly mirrors: readonly Mirror[];
  /** As it is written; null for none. */
  readonly timeout: string | null;
  readonly retries: Retries | null;
  /**
   * What requests are hashed by (consistent hashing), such as `header x-user`: the same key goes to the same pod, and the probabilities are
   * those of many keys, not of each request. Null where each request is balanced by itself.
   */
  readonly hashedBy: string | null;
  /** Endpoints that outlier detection takes out for a while, because of what comes back from them. */
  readonly ejections: readonly Ejection[];
  /** NetworkPolicies that decided about a connection on the way, as `namespace/name`; a network plugin has to enforce them. */
  readonly networkPolicies: readonly string[];
}

/** The answer to {@link RequestQuery}. */
export class Answer implements AnswerFacts, Explanation {
  readonly verdict: Verdict;
  readonly policy: string | null;
  readonly outcomes: readonly Outcome[];
  readonly status: Readonly<Record<string, number>>;
  readonly responseFlags: Readonly<Record<string, number>>;
  readonly fault: Fault | null;
  readonly mtls: WireMode;
  readonly route: string | null;
  readonly listener: string;
  readonly gateway: string | null;
  readonly redirect: string | null;
  readonly rewrite: Rewrite | null;
  readonly headers: HeaderChanges | null;
  readonly mirrors: readonly Mirror[];
  readonly timeout: string | null;
  readonly retries: Retries | null;
  readonly hashedBy: string | null;
  readonly ejections: readonly Ejection[];
  readonly networkPolicies: readonly string[];
  readonly #explain: () => readonly Step[];
  #steps: readonly Step[] | undefined;
  readonly #findNotModelled: () => readonly NotModelled[];
  #notModelled: readonly NotModelled[] | undefined;

  constructor(facts: AnswerFacts, explain: () => readonly Step[], findNotModelled: () => readonly NotModelled[]) {
    this.verdict = facts.verdict;
    this.policy = facts.policy;
    this.outcomes = facts.outcomes;
    this.status = facts.status;
    this.responseFlags = facts.responseFlags;
    this.fault = facts.fault;
    this.mtls = facts.mtls;
    this.route = facts.route;
    this.listener = facts.listener;
    this.gateway = facts.gateway;
    this.redirect = facts.redirect;
    this.rewrite = facts.rewrite;
    this.headers = facts.headers;
    this.mirrors = facts.mirrors;
    this.timeout = facts.timeout;
    this.retries = facts.retries;
    this.hashedBy = facts.hashedBy;
    this.ejections = facts.ejections;
    this.networkPolicies = facts.networkPolicies;
    this.#explain = explain;
    this.#findNotModelled = findNotModelled;
  }

  /** Inputs of the mesh that could change this answer, and that the model does not know; empty when there are none. */
  get notModelled(): readonly NotModelled[] {
    this.#notModelled ??= this.#findNotModelled();
    return this.#notModelled;
  }

  /** Decisions in the order in which proxies take them. */
  get steps(): readonly Step[] {
    this.#steps ??= this.#explain();
    return this.#steps;
  }

  /** The steps as a person reads them. */
  get trace(): readonly string[] {
    return this.steps.map(stepText);
  }

  /** Every route that was passed over, and why. */
  get passedOver(): readonly PassedOver[] {
    return this.steps
      .filter(({ stage, outcome }) => stage === 'route' && outcome === 'passed over')
      .map(({ name, reason }) => ({ route: name, reason }));
  }

  /** Probability that a request reaches a version, whatever answers it. */
  versions(): Readonly<Record<string, number>> {
    const shares: Record<string, number> = {};
    for (const { version, workload, probability } of this.outcomes) {
      const key = workload === '' ? '' : version;
      shares[key] = (shares[key] ?? 0) + probability;
    }
    return shares;
  }

  /** Everything, as plain data. */
  toJSON(): AnswerFacts & Explanation & { readonly notModelled: readonly NotModelled[] } {
    const { notModelled, passedOver, trace, steps } = this;
    const { ...facts } = this as AnswerFacts;
    return { ...facts, notModelled, passedOver, trace, steps };
  }
}
