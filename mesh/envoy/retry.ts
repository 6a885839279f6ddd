import { parseDuration } from '../istio/duration.js';
import type { RetryPolicy, Route } from '../proxy/route-configuration.js';
import type { Share } from './distribution.js';
import { type Exchange, mixed } from './exchange.js';
import type { Host } from './load-balancing.js';
import type { Response, ResponseFlag } from './response.js';

/** What comes of a request at one endpoint. */
export interface Attempt {
  readonly host: Host;
  readonly exchange: Exchange;
}

/**
 * What comes of requests to the endpoints of a cluster when those that fail in a way that the route tries again go to another endpoint: so
 * failures get rarer than their share. Answers that come too late are 504.
 */
export function withRetries(attempts: readonly Attempt[], route: Route, isHashed: boolean): Exchange {
  const picks =
    isHashed && !ignoresPreviousHosts(route, isHashed)
      ? // The same key goes to the same endpoint, however often it is tried.
        attempts.map((attempt) => ({ ...attempt, exchange: retried(attempt.exchange, [attempt], route) }))
      : attempts;
  const once = mixed(picks.map(({ host, exchange }) => ({ probability: host.share, exchange })));
  return picks === attempts ? retried(once, attempts, route) : once;
}

/** Whether a retry goes to another host than those that were tried, as istiod sets it. */
function ignoresPreviousHosts({ retryPolicy, rule, clusters }: Route, isHashed: boolean): boolean {
  return retryPolicy?.ignoresPreviousHosts ?? !(isHashed && rule !== undefined && clusters.length === 1);
}

function retried(once: Exchange, attempts: readonly Attempt[], route: Route): Exchange {
  const { timeout, retryPolicy } = route;
  if (once.responses.every(({ value }) => isFine(value))) {
    return once;
  }
  const tried = once.responses.map((share) => triedOnce(share, timeout, retryPolicy));
  const failing = tried.reduce((sum, { share, isRetried }) => sum + (isRetried ? share.probability : 0), 0);
  const total = tried.reduce((sum, { share }) => sum + share.probability, 0);
  if (retryPolicy === undefined || failing === 0) {
    return { ...once, responses: tried.map(({ share }) => share) };
  }
  const odds = failing / total;
  const lost = odds >= 1 - 1e-12 ? 1 : chanceToFail(attempts, odds, route);
  const [again, other] = [lost / odds, odds >= 1 - 1e-12 ? 1 : (1 - lost) / (1 - odds)];
  return {
    ...once,
    responses: tried.map(({ share, isRetried }) => {
      const factor = isRetried ? again : other;
      const { probability, reached, value } = share;
      return {
        probability: probability * factor,
        reached: reached * factor,
        value: isRetried ? exhausted(value) : value,
      };
    }),
  };
}

/** Whether nothing went wrong that a proxy could do anything about. */
function isFine({ status, failure, delay }: Response): boolean {
  return failure === undefined && delay === 0 && (status === '200' || status === 'connected');
}

/** A response as the proxy takes it after one try, and whether it tries again. */
function triedOnce(
  share: Share<Response>,
  timeout: string | undefined,
  policy: RetryPolicy | undefined,
): { readonly share: Share<Response>; readonly isRetried: boolean } {
  const { value } = share;
  const taken = asTried(value, { timeout, retryPolicy: policy });
  if (taken === value) {
    return { share, isRetried: policy !== undefined && isRetriable(value, policy.retryOn) };
  }
  const isRetried =
    policy !== undefined &&
    taken.delay < limitOf(timeout) &&
    policy.retryOn.some((name) => ['5xx', 'gateway-error', 'reset'].includes(name));
  return { share: { ...share, value: taken }, isRetried };
}

/** A response as the proxy takes it after one try: what comes too late is 504. */
export function asTried(value: Response, { timeout, retryPolicy }: Pick<Route, 'timeout' | 'retryPolicy'>): Response {
  const limit = Math.min(limitOf(timeout), limitOf(retryPolicy?.perTryTimeout));
  return value.delay < limit || value.delay === 0 ? value : { ...value, ...timedOut, delay: limit };
}

const timedOut = {
  status: '504',
  kind: 'lost',
  flag: 'UT',
  policy: '',
  reason: 'timeout',
  failure: undefined,
} as const;

function exhausted(value: Response): Response {
  const { flag } = value;
  return flag.endsWith('URX') ? value : { ...value, flag: flag === '' ? 'URX' : `${flag as ResponseFlag},URX` };
}

/** Milliseconds; none and 0 are no limit. */
function limitOf(text: string | undefined): number {
  return (text === undefined ? undefined : parseDuration(text)) || Number.POSITIVE_INFINITY;
}

/** The chance that every try fails, where one fails with these odds. */
function chanceToFail(attempts: readonly Attempt[], odds: number, route: Route): number {
  const { timeout, retryPolicy } = route;
  const tries = Math.min(retryPolicy?.attempts ?? 0, triesWithin(attempts, timeout, retryPolicy));
  let [bad, all] = [0, 0];
  for (const { host, exchange } of attempts) {
    const { weight } = host.endpoint;
    const failing = exchange.responses.filter((share) => triedOnce(share, timeout, retryPolicy).isRetried).length;
    if (failing > 0 && failing < exchange.responses.length) {
      // What an endpoint answers by chance it may answer otherwise the next time.
      return odds ** (tries + 1);
    }
    all += weight;
    bad += failing > 0 ? weight : 0;
  }
  return attempts.length === 1 || !ignoresPreviousHosts(route, false)
    ? odds ** (tries + 1)
    : chanceToMeet(bad, all, tries);
}

/** How often a proxy can try again before the timeout of the route is over, when each try that fails takes its time. */
function triesWithin(
  attempts: readonly Attempt[],
  timeout: string | undefined,
  policy: RetryPolicy | undefined,
): number {
  const times = attempts.flatMap(({ exchange }) =>
    exchange.responses
      .map((share) => triedOnce(share, timeout, policy))
      .filter(({ isRetried }) => isRetried)
      .map(({ share }) => share.value.delay),
  );
  const longest = Math.max(0, ...times);
  return longest === 0 ? Number.POSITIVE_INFINITY : Math.ceil(limitOf(timeout) / longest) - 1;
}

/** Times that a proxy picks a host before it takes one that it has tried already. */
const picks = 6;

/** The chance that every try meets a failing host, of `bad` among `all`; a retry avoids the hosts that were tried. */
function chanceToMeet(bad: number, all: number, retries: number): number {
  // The chance to have failed so far, by the number of hosts that were tried.
  let failed = new Map([[1, bad / all]]);
  for (let retry = 0; retry < retries; retry += 1) {
    const next = new Map<number, number>();
    for (const [tried, chance] of failed) {
      const again = (tried / all) ** picks;
      const other = tried < all ? ((1 - again) * Math.max(bad - tried, 0)) / (all - tried) : 0;
      next.set(tried, (next.get(tried) ?? 0) + chance * again);
      next.set(tried + 1, (next.get(tried + 1) ?? 0) + chance * other);
    }
    failed = next;
  }
  return [...failed.values()].reduce((sum, chance) => sum + chance, 0);
}

/**
 * Whether a response is one that a retry policy is for
 * (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on).
 */
function isRetriable({ failure, status }: Response, retryOn: readonly string[]): boolean {
  if (failure !== undefined) {
    return retryOn.some((name) =>
      name === 'reset-before-request'
        ? failure === 'connect-failure'
        : name === failure || name === 'reset' || name === '5xx' || name === 'gateway-error',
    );
  }
  return (
    retryOn.includes(status) ||
    (retryOn.includes('5xx') && status.startsWith('5')) ||
    (retryOn.includes('gateway-error') && ['502', '503', '504'].includes(status)) ||
    (retryOn.includes('retriable-4xx') && status === '409')
  );
}
