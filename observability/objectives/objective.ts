import { LATENCY_BOUNDS, type Reporter } from '../istio-metrics.js';

/** A share of the requests, as latencies are spoken of: `p95` is 95 % of them. */
export type Percentile = `p${number}`;

/**
 * What the callers of a service may expect of it, over thirty days.
 *
 * @see https://sre.google/workbook/implementing-slos/
 */
export interface Objective {
  /** Percentage of the requests that do not fail by a fault of the server, from 50 to below 100: 99.9. @default not judged */
  readonly availability?: number;
  /** Milliseconds within which a share of the requests is answered: `{ p95: 300 }`. @default not judged */
  readonly latency?: Readonly<Partial<Record<Percentile, number>>>;
  /**
   * Which proxies count. `source` are those of callers and gateways, which also see requests that never arrive; `destination` is the
   * service's own, for callers without a proxy; `waypoint` is for ambient mode.
   * @default 'source'
   */
  readonly countedBy?: Reporter;
  /** Alerts stay quiet while fewer requests than this failed in the longer window. @default 2, so that a single one never alerts */
  readonly minimumFailures?: number;
  /** Address of a page that says what to do, for all alerts. @default the page of this program for the kind of objective */
  readonly runbook?: string;
}

const REPORTERS: readonly Reporter[] = ['source', 'destination', 'waypoint'];
const LONGEST = LATENCY_BOUNDS.at(-1) ?? 0;

/** The latencies of an objective, the smaller share first. */
export function latenciesOf({
  latency = {},
}: Objective): { readonly name: string; readonly share: number; readonly milliseconds: number }[] {
  return Object.entries(latency)
    .flatMap(([name, milliseconds]) =>
      milliseconds === undefined ? [] : [{ name, share: percentileOf(name), milliseconds }],
    )
    .sort((one, other) => one.share - other.share);
}

/** 0.95 of `p95`; NaN of anything else. */
function percentileOf(name: string): number {
  const [, digits] = /^p(\d{1,2}(?:\.\d{1,4})?)$/.exec(name) ?? [];
  // Through text, so that 99.9 does not become 0.9990000000000001.
  return digits === undefined ? Number.NaN : Number(`${digits}e-2`);
}

/** Everything that is wrong with an objective, each with what to do after a semicolon. */
export function objectiveProblems(objective: Objective): string[] {
  const problems: string[] = [];
  const { availability, minimumFailures, countedBy, runbook } = objective;
  if (availability === undefined && Object.keys(objective.latency ?? {}).length === 0) {
    problems.push('the objective says nothing; give availability, latency, or both');
  }
  if (availability !== undefined) problems.push(...availabilityProblems(availability));
  problems.push(...latencyProblems(objective));
  if (minimumFailures !== undefined && !(Number.isInteger(minimumFailures) && minimumFailures >= 1)) {
    problems.push(`objective.minimumFailures is ${minimumFailures}; give a whole number of requests from 1 on`);
  }
  if (countedBy !== undefined && !REPORTERS.includes(countedBy)) {
    problems.push(`objective.countedBy is '${countedBy}'; give one of ${REPORTERS.join(', ')}`);
  }
  if (runbook !== undefined && !/^https?:\/\/\S+$/.test(runbook)) {
    problems.push(`objective.runbook is '${runbook}'; give an address that starts with https://`);
  }
  return problems;
}

function availabilityProblems(availability: number): string[] {
  if (availability === 100)
    return ['objective.availability is 100, which leaves no budget for failures; give less, such as 99.9'];
  if (availability > 0 && availability <= 1) {
    return [`objective.availability is ${availability}; give a percentage, such as 99.9`];
  }
  return typeof availability === 'number' && availability >= 50 && availability < 100
    ? []
    : [`objective.availability is ${availability}; give a percentage from 50 to below 100, such as 99.9`];
}

function latencyProblems(objective: Objective): string[] {
  const problems: string[] = [];
  let slower = { name: '', milliseconds: 0 };
  for (const { name, share, milliseconds } of latenciesOf(objective)) {
    const place = `objective.latency.${name}`;
    if (!(share >= 0.5 && share < 1)) {
      problems.push(`${place} is not a share of the requests from p50 to below p100; give one such as p95`);
      continue;
    }
    if (!(typeof milliseconds === 'number' && milliseconds > 0 && milliseconds <= LONGEST)) {
      problems.push(
        `${place} is ${milliseconds}; give milliseconds from above 0 to ${LONGEST}, the last bound that Istio counts by`,
      );
      continue;
    }
    if (milliseconds < slower.milliseconds) {
      problems.push(
        `${place} is ${milliseconds}, less than ${slower.name} with ${slower.milliseconds}; the larger share of the requests needs as long at least`,
      );
    }
    slower = { name, milliseconds };
  }
  return problems;
}
