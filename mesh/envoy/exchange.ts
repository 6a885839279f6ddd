import type { Fault } from '../istio/route-source.js';
import type { NetworkDecision } from '../kubernetes/network-policies.js';
import type { Route } from '../proxy/route-configuration.js';
import { certain, type Distribution, scaled } from './distribution.js';
import type { Response } from './response.js';
import { type Step, untraced } from './trace.js';

/** An endpoint that a proxy takes out for a while. */
export interface Ejection {
  /** `namespace/name` of the workload, or the host outside the mesh. */
  readonly endpoint: string;
  /** `namespace/name` of the DestinationRule that says so. */
  readonly destinationRule: string;
  /** How many failures in a row it takes, and of which kind. */
  readonly after: string;
}

/** What proxies matched on the way, the first of each kind; nothing of it depends on chance. */
export interface Matched {
  /** Name of the listener that took it; empty for none. */
  readonly listener: string;
  /** The server of a gateway, or a waypoint, as answers name it; null for none. */
  readonly gateway: string | null;
  /** The route that a rule made. */
  readonly route: Route | undefined;
  /** The fault that a route injects; null for none. */
  readonly fault: Fault | null;
  /** The rule for connections that took it; null for none. */
  readonly connectionRoute: string | null;
  /** Where a redirect leads; null for none. */
  readonly redirect: string | null;
  /** `PassthroughCluster`, `BlackHoleCluster` or `block_all`, where a sidecar does not know where a request is for; empty where it does. */
  readonly catchAll: string;
  /** What requests are hashed by, where the same key goes to the same endpoint; empty for nothing. */
  readonly hashedBy: string;
  /** Endpoints that outlier detection takes out. */
  readonly ejections: readonly Ejection[];
  /** What NetworkPolicies said of connections to or from pods that some isolate. */
  readonly network: readonly NetworkDecision[];
}

/** What comes of a request or a connection. */
export interface Exchange {
  readonly responses: Distribution<Response>;
  readonly matched: Matched;
  /** How it came about; empty when it is not traced. */
  readonly steps: readonly Step[];
  /** Whether it is the same for every connection of its kind, whatever is asked over it and by whom. @default false */
  readonly isFixed?: boolean;
}

/** Nothing was matched. */
export const nothingMatched: Matched = {
  listener: '',
  gateway: null,
  route: undefined,
  fault: null,
  connectionRoute: null,
  redirect: null,
  catchAll: '',
  hashedBy: '',
  ejections: [],
  network: [],
};

/** One response for certain. */
export function exchange(value: Response, steps: readonly Step[] = untraced): Exchange {
  return { responses: certain(value), matched: nothingMatched, steps };
}

/** An exchange with steps before its own. */
export function after(steps: readonly Step[], next: Exchange): Exchange {
  return steps.length === 0 ? next : { ...next, steps: [...steps, ...next.steps] };
}

/** An exchange of which a proxy before has matched some things already. */
export function matchedBefore(own: Partial<Matched>, next: Exchange): Exchange {
  const { matched } = next;
  return {
    responses: next.responses,
    matched: {
      listener: own.listener || matched.listener,
      gateway: own.gateway ?? matched.gateway,
      route: own.route ?? matched.route,
      fault: own.fault ?? matched.fault,
      connectionRoute: own.connectionRoute ?? matched.connectionRoute,
      redirect: own.redirect ?? matched.redirect,
      catchAll: own.catchAll || matched.catchAll,
      hashedBy: own.hashedBy || matched.hashedBy,
      ejections:
        own.ejections === undefined || own.ejections.length === 0
          ? matched.ejections
          : [...own.ejections, ...matched.ejections],
      network:
        own.network === undefined || own.network.length === 0 || own.network === matched.network
          ? matched.network
          : [...own.network, ...matched.network],
    },
    steps: next.steps,
  };
}

/** A part of an exchange, with its odds. */
export interface Part {
  readonly probability: number;
  /** @default probability */
  readonly reached?: number;
  readonly exchange: Exchange;
}

/** Exchanges of which one happens, by their odds. */
export function mixed(parts: readonly Part[]): Exchange {
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && only.probability === 1 && (only.reached ?? 1) === 1) {
    return only.exchange;
  }
  let { matched } = only?.exchange ?? { matched: nothingMatched };
  const responses: Distribution<Response>[] = [];
  const steps: (readonly Step[])[] = [];
  for (const { probability, reached, exchange: one } of parts) {
    responses.push(scaled(one.responses, probability, reached));
    if (one.matched !== matched && one.matched !== nothingMatched) {
      matched = matched === nothingMatched ? one.matched : matchedBefore(matched, one).matched;
    }
    if (one.steps.length > 0) {
      steps.push(one.steps);
    }
  }
  return { responses: responses.flat(), matched, steps: steps.length === 0 ? untraced : steps.flat() };
}
