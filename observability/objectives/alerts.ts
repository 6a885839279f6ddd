import type { ObservedService } from '../observed.js';
import { share } from '../promql.js';
import { BURN_RATES, type BurnRate, type Severity, thresholdOf } from './burn-rates.js';
import type { Indicator } from './indicators.js';
import type { Objective } from './objective.js';

/** An alert, as Prometheus and ARMS take it. */
export interface ObjectiveAlert {
  /** `ServiceAvailability` or `ServiceLatency`; the labels tell the service. */
  readonly name: string;
  readonly severity: Severity;
  readonly expression: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What an alert asks for, by its indicator: recorded series, or the whole expression. */
export interface Measured {
  /** Share of bad requests in a window, 0 to 1. */
  readonly badShare: (window: string) => string;
  /** Number of bad requests in a window, which has so many seconds. */
  readonly badCount: (window: string, seconds: number) => string;
}

const NAMES = { availability: 'ServiceAvailability', latency: 'ServiceLatency' } as const;
const FAILINGS = { availability: 'fails', latency: 'is slow' } as const;

/** Measures an indicator without recorded series, where there are no recording rules. */
export function measuredDirectly({ bad, all }: Indicator): Measured {
  return {
    badShare: (window) => share(bad(window), all(window)),
    badCount: (window, seconds) => `(${bad(window)}) * ${seconds}`,
  };
}

/** The labels that tell one indicator of one service from all others. */
export function identityOf({ name, namespace }: ObservedService, indicator: Indicator): Record<string, string> {
  return {
    destination_service_name: name,
    destination_service_namespace: namespace,
    objective: indicator.name,
  };
}

/** An alert for each severity that can fire at all, the graver first. */
export function alertsOf(
  service: ObservedService,
  objective: Objective,
  indicator: Indicator,
  measured: Measured,
): ObjectiveAlert[] {
  return (['page', 'ticket'] as const).flatMap((severity) => {
    const conditions = BURN_RATES.filter((rate) => rate.severity === severity).flatMap(
      (rate) => conditionOf(rate, indicator.budget, measured, objective.minimumFailures ?? 2) ?? [],
    );
    if (conditions.length === 0) return [];
    const place = `${service.namespace}/${service.name}`;
    return {
      name: NAMES[indicator.kind],
      severity,
      expression: conditions.join('\nor\n'),
      labels: { ...identityOf(service, indicator), severity },
      annotations: {
        summary: `${place} ${FAILINGS[indicator.kind]} more than its objective allows: ${indicator.promise}`,
        description:
          severity === 'page'
            ? 'At this rate the budget of thirty days is used up within days. Look now.'
            : 'At this rate the budget of thirty days is used up before they end. Look on the next working day.',
        runbook_url: objective.runbook ?? `https://unpkg.com/asm-blueprints/docs/runbooks/${indicator.kind}.md`,
      },
    };
  });
}

function conditionOf(
  rate: BurnRate,
  budget: number,
  { badShare, badCount }: Measured,
  minimumFailures: number,
): string | undefined {
  const threshold = thresholdOf(rate, budget);
  if (threshold === undefined) return undefined;
  const { long, short, seconds } = rate;
  // A counter that has just begun misses its first event, and rates are extrapolated: half an event is neither.
  const failures = `${badCount(long, seconds)} > ${minimumFailures - 0.5}`;
  return `(${badShare(long)} > ${threshold} and ${badShare(short)} > ${threshold} and ${failures})`;
}
