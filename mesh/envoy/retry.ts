import { parseDuration } from '../istio/duration.js';
import type { HttpRule, Retries } from '../istio/route-source.js';
import type { ClusterShare } from '../proxy/cluster.js';
import type { EndedShare } from '../request/tally.js';
import type { Delivery } from './delivery.js';

interface End {
  readonly share: ClusterShare;
  readonly delivery: Delivery;
}

/** Failures that are tried again without any setting (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-default_http_retry_policy). */
const defaultRetryOn = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

/**
 * The chance that requests end at each endpoint. Where some endpoints fail in a way that is tried again, a retry goes to another
 * endpoint, so failures get rarer than their share.
 */
export function retried(
  ends: readonly End[],
  isProxied: boolean,
  retries: Retries | undefined,
): readonly (End & { readonly chance: number })[] {
  const attempts = retries?.attempts ?? 2;
  const retryOn = retries === undefined || retries.retryOn.length === 0 ? defaultRetryOn : retries.retryOn;
  const isRetried = ({ delivery }: End): boolean => isProxied && attempts > 0 && fits(delivery, retryOn);
  const failing = ends.filter(isRetried);
  if (failing.length === 0 || failing.length === ends.length) {
    return ends.map((end) => ({ ...end, chance: end.share.share }));
  }
  const hosts = (list: readonly End[]): number => list.reduce((sum, { share }) => sum + share.endpoint.weight, 0);
  const bad = hosts(failing);
  const all = hosts(ends);
  const lost = chanceToFail(bad, all, attempts);
  const failingShare = failing.reduce((sum, { share }) => sum + share.share, 0);
  return ends.map((end) => ({
    ...end,
    chance: isRetried(end)
      ? (end.share.share / failingShare) * lost
      : (end.share.share / (1 - failingShare)) * (1 - lost),
  }));
}

/**
 * How the answers of a gateway end at the proxy that waits for them: those that come too late are 504, and those that the rule's retries are
 * for are tried again, each try for itself.
 */
export function awaited(ends: readonly EndedShare[], { timeout, retries }: HttpRule): readonly EndedShare[] {
  const whole = limitOf(timeout);
  const perTry = limitOf(retries?.perTryTimeout);
  const attempts = retries?.attempts ?? 2;
  const retryOn = retries === undefined || retries.retryOn.length === 0 ? defaultRetryOn : retries.retryOn;
  const tried = ends.map((end) => {
    const isLate = end.delay >= Math.min(whole, perTry);
    const isRetried = isLate
      ? end.delay < whole && retryOn.some((name) => ['5xx', 'gateway-error', 'reset'].includes(name))
      : retriesStatus(end.ending.status, retryOn);
    return { end: isLate ? { ...end, ending: timedOut, delay: Math.min(whole, perTry) } : end, isRetried };
  });
  const total = ends.reduce((sum, { probability }) => sum + probability, 0);
  const failing = tried.reduce((sum, { end, isRetried }) => sum + (isRetried ? end.probability : 0), 0) / total;
  if (attempts <= 0 || failing === 0 || failing >= 1 - 1e-12) {
    return tried.map(({ end }) => end);
  }
  const lost = failing ** attempts;
  const won = (1 - failing * lost) / (1 - failing);
  return tried.map(({ end, isRetried }) => ({ ...end, probability: end.probability * (isRetried ? lost : won) }));
}

const timedOut = { status: '504', kind: 'lost', policy: '', reason: 'timeout' } as const;

/** Milliseconds; none and 0 are no limit. */
function limitOf(text: string | undefined): number {
  return (text === undefined ? undefined : parseDuration(text)) || Number.POSITIVE_INFINITY;
}

/** Times that a proxy picks a host before it takes one that it has tried already. */
const picks = 6;

/** The chance that every try meets a failing host, of `bad` among `all`; a retry avoids the hosts that were tried. */
function chanceToFail(bad: number, all: number, attempts: number): number {
  // The chance to have failed so far, by the number of hosts that were tried.
  let failed = new Map([[1, bad / all]]);
  for (let retry = 0; retry < attempts; retry += 1) {
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

function fits({ failure, status }: Delivery, retryOn: readonly string[]): boolean {
  if (failure !== undefined) {
    const names = ['5xx', 'gateway-error', 'reset', ...(failure === 'connect' ? ['connect-failure'] : [])];
    return retryOn.some((name) => names.includes(name));
  }
  return retriesStatus(status, retryOn);
}

/** Whether an answer of this status is tried again. */
function retriesStatus(status: string, retryOn: readonly string[]): boolean {
  return (
    retryOn.includes(status) ||
    (retryOn.includes('5xx') && status.startsWith('5')) ||
    (retryOn.includes('gateway-error') && ['502', '503', '504'].includes(status)) ||
    (retryOn.includes('retriable-4xx') && status === '409')
  );
}
