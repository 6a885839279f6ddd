import { alertsOf, measuredDirectly, type ObjectiveAlert } from '../../observability/objectives/alerts.js';
import { indicatorsOf } from '../../observability/objectives/indicators.js';
import type { Objective } from '../../observability/objectives/objective.js';
import { type RuleGroup, ruleGroups } from '../../observability/objectives/rule-groups.js';
import { observedService } from '../observability/observed-service.js';
import { counter, type Scenario } from './scenario.js';

const service = observedService('cart');
const objective: Objective = { availability: 99.9, latency: { p95: 300 } };

/** Minutes of traffic: less than the longest windows, as in a service that is new. */
const MINUTES = 12 * 60;
/** Requests a minute. */
const TRAFFIC = 1000;

const caller = {
  reporter: 'source',
  source_workload: 'shop-v1',
  destination_service_name: 'cart',
  destination_service_namespace: 'shop',
};

/** Requests by what became of them, a minute each. */
interface Load {
  readonly failed?: number;
  /** Answered by gRPC with a status that means a fault. */
  readonly failedGrpc?: number;
  /** Answered with 404. */
  readonly notFound?: number;
  /** The caller went away. */
  readonly abandoned?: number;
  /** Answered in 250 to 500 ms. */
  readonly slow?: number;
  /** Answered in more than 500 ms. */
  readonly slower?: number;
  readonly all?: number;
}

function seriesOf({
  failed = 0,
  failedGrpc = 0,
  notFound = 0,
  abandoned = 0,
  slow = 0,
  slower = 0,
  all = TRAFFIC,
}: Load) {
  const requests = (labels: Record<string, string>, count: number) =>
    count === 0 ? [] : [counter('istio_requests_total', { ...caller, response_flags: '-', ...labels }, count, MINUTES)];
  const bucket = (le: string, count: number) =>
    counter('istio_request_duration_milliseconds_bucket', { ...caller, response_code: '200', le }, count, MINUTES);
  const good = all - failed - failedGrpc - notFound - abandoned;
  return [
    ...requests({ response_code: '200' }, good),
    ...requests({ response_code: '503' }, failed),
    ...requests({ response_code: '200', grpc_response_status: '14' }, failedGrpc),
    ...requests({ response_code: '404' }, notFound),
    ...requests({ response_code: '0', response_flags: 'DC' }, abandoned),
    // As Prometheus 2 and 3 store the bound.
    bucket('250', all - slow - slower),
    bucket('500.0', all - slower),
    bucket('+Inf', all),
  ];
}

/** The alerts of an objective as rules that need no others, as ARMS evaluates them. */
function directRules(): RuleGroup[] {
  const alerts = indicatorsOf(service, objective).flatMap((indicator) =>
    alertsOf(service, objective, indicator, measuredDirectly(indicator)),
  );
  return [{ name: 'direct', rules: alerts.map(ruleOf) }];
}

function ruleOf({ name, expression, labels, annotations }: ObjectiveAlert) {
  return { alert: name, expr: expression, labels, annotations };
}

/** What must fire at the end, as `ServiceAvailability page`. */
type Firing = readonly string[];

const LOADS: Readonly<Record<string, readonly [Load, Firing]>> = {
  'without a fault nothing fires': [{ notFound: 200, abandoned: 100, slow: 40 }, []],
  'a burn below the budget stays quiet': [{ failed: 0.5, slow: 20 }, []],
  'four times the budget of failures is a ticket': [{ failed: 4 }, ['ServiceAvailability ticket']],
  'an outage of one in twenty pages': [{ failed: 50 }, ['ServiceAvailability page', 'ServiceAvailability ticket']],
  'so does one behind answers of 200, by the status of gRPC': [
    { failedGrpc: 50 },
    ['ServiceAvailability page', 'ServiceAvailability ticket'],
  ],
  // 300 ms is a fifth of the way from 250 to 500: four fifths of those between are taken to be slower.
  'a fifth of the requests too slow is a ticket': [{ slow: 250 }, ['ServiceLatency ticket']],
  'nearly all too slow pages': [{ slower: 900 }, ['ServiceLatency page', 'ServiceLatency ticket']],
  'a quarter between the bounds, of which a fifth is in time, is judged as the quantile is': [{ slow: 60 }, []],
  'no traffic, no alert': [{ all: 0 }, []],
};

function testsOf(rules: readonly RuleGroup[], load: Load, firing: Firing): object[] {
  const alerts = rules.flatMap((group) => group.rules.flatMap((rule) => ('alert' in rule ? [rule] : [])));
  const names = [...new Set(alerts.map(({ alert }) => alert))];
  return [
    {
      interval: '1m',
      input_series: seriesOf(load),
      alert_rule_test: names.map((name) => ({
        eval_time: '12h',
        alertname: name,
        exp_alerts: alerts
          .filter(({ alert, labels }) => alert === name && firing.includes(`${alert} ${labels['severity']}`))
          .map(({ labels, annotations }) => ({ exp_labels: labels, exp_annotations: annotations })),
      })),
    },
  ];
}

/** Two failures in an otherwise silent time: the only traffic there is, all of it bad. */
function lonelyFailure(rules: readonly RuleGroup[], failures: number, firing: Firing): object[] {
  const [test] = testsOf(rules, { all: 0 }, firing);
  const labels = Object.entries({ ...caller, response_code: '503', response_flags: '-' });
  const name = `istio_requests_total{${labels.map(([label, value]) => `${label}="${value}"`).join(',')}}`;
  const values = `0x${MINUTES - failures - 1} ${Array.from({ length: failures }, (_, index) => index + 1).join(' ')} ${failures}x30`;
  return [{ ...test, input_series: [{ series: name, values }] }];
}

/** Every alert under its fault and without one, with recording rules and without. */
export function alertScenarios(): Scenario[] {
  const forms = {
    'recording rules': { rules: ruleGroups(service, objective), interval: '1m' },
    // Nothing that an earlier evaluation left is asked for.
    'single expressions': { rules: directRules(), interval: '1h' },
  };
  return Object.entries(forms).flatMap(([form, { rules, interval }]) => [
    ...Object.entries(LOADS).map(([name, [load, firing]]) => ({
      name: `${name} (${form})`,
      rules,
      interval,
      tests: testsOf(rules, load, firing),
    })),
    { name: `a single failure does not alert (${form})`, rules, interval, tests: lonelyFailure(rules, 1, []) },
    {
      name: `a few failures of as few requests are (${form})`,
      rules,
      interval,
      tests: lonelyFailure(rules, 4, ['ServiceAvailability page', 'ServiceAvailability ticket']),
    },
  ]);
}
