import type { Fault, HttpRule } from '../istio/route-source.js';
import type { Wire } from '../proxy/cluster.js';
import type { AnswerFacts, Outcome, PassedOver, WireMode } from './answer.js';

/** How a share of the requests ended. */
export interface Ending {
  readonly status: string;
  /** `answered` by a proxy itself, such as a redirect; `lost` for want of a route, a cluster or an endpoint. */
  readonly kind: 'allowed' | 'denied' | 'answered' | 'lost';
  readonly policy: string;
  readonly reason: string;
}

/** How a share of the requests ended, and after how many milliseconds of injected delays. */
export interface EndedShare {
  readonly probability: number;
  readonly ending: Ending;
  readonly delay: number;
}

/** Adds up the shares of one answer. */
export class Tally {
  readonly trace: string[] = [];
  readonly passedOver: PassedOver[] = [];
  listener = '';
  gateway: string | null = null;
  redirect: string | null = null;
  isNotVisible = false;
  private readonly status: Record<string, number> = {};
  private readonly outcomes: { -readonly [K in keyof Outcome]: Outcome[K] }[] = [];
  private wire: WireMode = 'none';
  private allowed = 0;
  private denied = 0;
  private answered = 0;
  private allowedBy = '';
  private deniedBy = '';
  private rule: HttpRule | undefined;
  private connectionRoute: string | null = null;
  private fault: Fault | undefined;
  private collected: EndedShare[] | undefined;

  /** Whether decisions are written down. */
  constructor(readonly isTracing: boolean) {}

  say(text: string): void {
    if (this.isTracing) {
      this.trace.push(text);
    }
  }

  passOver(route: string, reason: string): void {
    if (this.isTracing) {
      this.passedOver.push({ route, reason });
      this.trace.push(`passed over ${route}: ${reason}`);
    }
  }

  /** The first rule is the one that an answer names. */
  follow(rule: HttpRule): void {
    this.rule ??= rule;
    this.fault ??= rule.fault;
  }

  followConnection(label: string): void {
    this.connectionRoute ??= label;
  }

  send(wire: Wire): void {
    this.wire = this.wire === 'none' || this.wire === wire ? wire : 'mixed';
  }

  /** Whether a proxy before this one waits for the end, so that delays count. */
  get isAwaited(): boolean {
    return this.collected !== undefined;
  }

  /** Runs a part of the way, and gives how its shares end in place of adding them up. */
  collect(run: () => void): readonly EndedShare[] {
    const outer = this.collected;
    const inner: EndedShare[] = [];
    this.collected = inner;
    run();
    this.collected = outer;
    return inner;
  }

  end(probability: number, ending: Ending, delay = 0): void {
    const { status, kind, policy } = ending;
    if (probability === 0) {
      return;
    }
    if (this.collected !== undefined) {
      this.collected.push({ probability, ending, delay });
      return;
    }
    this.status[status] = (this.status[status] ?? 0) + probability;
    if (kind === 'allowed') {
      this.allowed += probability;
      this.allowedBy ||= policy;
    } else if (kind === 'denied') {
      this.denied += probability;
      this.deniedBy ||= policy;
    } else if (kind === 'answered') {
      this.answered += probability;
    }
  }

  /** @param outcome a new object, which the answer keeps */
  reach(outcome: { -readonly [K in keyof Outcome]: Outcome[K] }): void {
    for (const known of this.outcomes) {
      if (
        known.workload === outcome.workload &&
        known.namespace === outcome.namespace &&
        known.cluster === outcome.cluster &&
        known.subset === outcome.subset &&
        known.host === outcome.host &&
        known.status === outcome.status &&
        known.failure === outcome.failure
      ) {
        known.probability += outcome.probability;
        return;
      }
    }
    this.outcomes.push(outcome);
  }

  facts(): AnswerFacts {
    const isDenied = this.denied > 0 && this.allowed === 0;
    const isAllowed = this.allowed > 0 || this.answered > 0;
    const { rule } = this;
    return {
      verdict: isDenied ? 'denied' : isAllowed ? 'allowed' : this.isNotVisible ? 'not-visible' : 'no-route',
      policy: (isDenied ? this.deniedBy : this.allowedBy || this.deniedBy) || null,
      outcomes: normalized(this.outcomes),
      status: this.status,
      fault: this.fault ?? null,
      mtls: this.wire,
      route: rule?.label ?? this.connectionRoute,
      listener: this.listener,
      gateway: this.gateway,
      redirect: this.redirect,
      rewrite: rule?.rewrite ?? null,
      headers: rule?.headers ?? null,
      mirrors: rule?.mirrors ?? noMirrors,
      timeout: rule?.timeout ?? null,
      retries: rule?.retries ?? null,
    };
  }
}

const noMirrors: AnswerFacts['mirrors'] = Object.freeze([]);

/** Shares of the requests that are sent on at all: those that a fault or a redirect answers are left out. */
function normalized(outcomes: readonly Outcome[]): readonly Outcome[] {
  let total = 0;
  for (const { probability } of outcomes) {
    total += probability;
  }
  return total === 0 || Math.abs(total - 1) < 1e-12
    ? outcomes
    : outcomes.map((outcome) => ({ ...outcome, probability: outcome.probability / total }));
}
