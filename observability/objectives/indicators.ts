import { ISTIO_METRICS, LATENCY_BOUNDS } from '../istio-metrics.js';
import type { ObservedService } from '../observed.js';
import { type LabelMatch, oneOf, rate, sum } from '../promql.js';
import { failureRate, type RequestScope, requestRate } from '../requests.js';
import { latenciesOf, type Objective } from './objective.js';

/** One thing that an objective judges a service by: the share of its requests that are bad, and how many may be. */
export interface Indicator {
  /** `availability`, or `latency-p95`. */
  readonly name: string;
  readonly kind: 'availability' | 'latency';
  /** Share of the requests that may be bad, 0 to 1. */
  readonly budget: number;
  /** What is promised, for people: `99.9 % of the requests do not fail`. */
  readonly promise: string;
  /** All requests a second in a window, as PromQL. */
  readonly all: (window: string) => string;
  /** The bad ones a second; no series where none was ever bad. */
  readonly bad: (window: string) => string;
}

/** 1 − share, without what binary fractions leave behind. */
function rest(share: number): number {
  return Number((1 - share).toFixed(8));
}

/** What an objective judges a service by; the objective has no problems. */
export function indicatorsOf(service: ObservedService, objective: Objective): Indicator[] {
  const scope: RequestScope = {
    reporter: objective.countedBy ?? 'source',
    destination_service_name: oneOf(service.services),
    destination_service_namespace: service.namespace,
  };
  const indicators: Indicator[] = [];
  if (objective.availability !== undefined) {
    indicators.push({
      name: 'availability',
      kind: 'availability',
      budget: rest(Number(`${objective.availability}e-2`)),
      promise: `${objective.availability} % of the requests do not fail`,
      all: (window) => requestRate(scope, window),
      bad: (window) => failureRate(scope, window),
    });
  }
  for (const { name, share, milliseconds } of latenciesOf(objective)) {
    indicators.push({
      name: `latency-${name}`,
      kind: 'latency',
      budget: rest(share),
      promise: `${name.slice(1)} % of the requests are answered within ${milliseconds} ms`,
      all: (window) => within(scope, Number.POSITIVE_INFINITY, window),
      bad: (window) =>
        `${within(scope, Number.POSITIVE_INFINITY, window)} - (${fasterThan(scope, milliseconds, window)})`,
    });
  }
  return indicators;
}

/**
 * Requests a second that were answered within a time. Between two bounds of the histogram they are taken to be spread evenly, as
 * `histogram_quantile` does, so the objective breaks where the quantile on a dashboard crosses the line.
 */
function fasterThan(scope: RequestScope, milliseconds: number, window: string): string {
  const index = LATENCY_BOUNDS.findIndex((bound) => bound >= milliseconds);
  const upper = LATENCY_BOUNDS[index] ?? Number.POSITIVE_INFINITY;
  if (upper === milliseconds) return within(scope, upper, window);
  const lower = LATENCY_BOUNDS[index - 1] ?? 0;
  const part = Number(((milliseconds - lower) / (upper - lower)).toFixed(6));
  const below = within(scope, upper, window);
  if (lower === 0) return `${part} * ${below}`;
  return `${rest(part)} * ${within(scope, lower, window)} + ${part} * ${below}`;
}

/** Requests a second in the buckets up to a bound. */
function within(scope: RequestScope, bound: number, window: string): string {
  return sum(rate(ISTIO_METRICS.requestDuration, { ...scope, le: boundLabel(bound) }, window));
}

/** The label `le` of a bound: as Envoy writes it, and as Prometheus 3 does, which makes `250` to `250.0` and `3600000` to `3.6e+06`. */
function boundLabel(bound: number): LabelMatch {
  if (bound === Number.POSITIVE_INFINITY) return '+Inf';
  const text = String(bound);
  if (!Number.isInteger(bound)) return text;
  const exponent = bound.toExponential().replace('e+', 'e+0');
  return oneOf([text, bound < 1_000_000 ? `${text}.0` : exponent]);
}
