import type { ObservedService } from '../observed.js';
import { series } from '../promql.js';
import { alertsOf, identityOf, type Measured } from './alerts.js';
import { WINDOWS } from './burn-rates.js';
import { type Indicator, indicatorsOf } from './indicators.js';
import type { Objective } from './objective.js';

/** A rule of Prometheus that records a series. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A rule of Prometheus that alerts. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Rules that Prometheus evaluates one after the other.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
 */
export interface RuleGroup {
  readonly name: string;
  /** How often, as `60s`. @default as the Prometheus has it */
  readonly interval?: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/** Rates are recorded this often, so that a sum of them is a number of requests. */
const INTERVAL_SECONDS = 60;

const [SHORTEST, ...LONGER] = WINDOWS;
const ALL = `service:objective_requests:rate${SHORTEST}`;
const BAD = `service:objective_bad_requests:rate${SHORTEST}`;

function shareName(window: string): string {
  return `service:objective_bad_share:ratio_rate${window}`;
}

/** A group for each thing that the objective judges the service by. */
export function ruleGroups(service: ObservedService, objective: Objective): RuleGroup[] {
  return indicatorsOf(service, objective).map((indicator) => ({
    name: `objective ${service.namespace}/${service.name} ${indicator.name}`,
    interval: `${INTERVAL_SECONDS}s`,
    rules: [...recordings(service, indicator), ...alerts(service, objective, indicator)],
  }));
}

/** Requests are counted once, over the shortest window; the longer windows average that, which is cheap over days. */
function recordings(service: ObservedService, indicator: Indicator): RecordingRule[] {
  const labels = identityOf(service, indicator);
  const all = series(ALL, labels);
  const bad = series(BAD, labels);
  const rule = (record: string, expr: string): RecordingRule => ({ record, expr, labels });
  return [
    rule(ALL, indicator.all(SHORTEST)),
    rule(BAD, `(${indicator.bad(SHORTEST)}) or 0 * ${indicator.all(SHORTEST)}`),
    rule(shareName(SHORTEST), `${bad} / (${all} > 0)`),
    ...LONGER.map((window) =>
      rule(shareName(window), `avg_over_time(${bad}[${window}]) / (avg_over_time(${all}[${window}]) > 0)`),
    ),
  ];
}

function alerts(service: ObservedService, objective: Objective, indicator: Indicator): AlertingRule[] {
  const identity = identityOf(service, indicator);
  const recorded: Measured = {
    badShare: (window) => series(shareName(window), identity),
    // A sum, not an average: a service that is younger than the window has had no more failures than it shows.
    badCount: (window) => `sum_over_time(${series(BAD, identity)}[${window}]) * ${INTERVAL_SECONDS}`,
  };
  return alertsOf(service, objective, indicator, recorded).map(({ name, expression, labels, annotations }) => ({
    alert: name,
    expr: expression,
    labels,
    annotations,
  }));
}
