import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alertsOf, measuredDirectly } from '../../../observability/objectives/alerts.js';
import { BURN_RATES, thresholdOf } from '../../../observability/objectives/burn-rates.js';
import { indicatorsOf } from '../../../observability/objectives/indicators.js';
import { type Objective, objectiveProblems } from '../../../observability/objectives/objective.js';
import { type AlertingRule, type RecordingRule, ruleGroups } from '../../../observability/objectives/rule-groups.js';
import { observedService } from '../observed-service.js';
import { selectedBy } from '../promql.js';

const service = observedService('cart');

const objectives: fc.Arbitrary<Objective> = fc.record(
  {
    availability: fc.constantFrom(50, 90, 95, 99, 99.9, 99.95, 99.999),
    latency: fc.dictionary(
      fc.constantFrom('p50', 'p75', 'p90', 'p95', 'p99', 'p99.9'),
      fc.constantFrom(0.3, 0.5, 1, 42, 250, 300, 1000, 400_000, 2_000_000),
    ) as fc.Arbitrary<NonNullable<Objective['latency']>>,
    countedBy: fc.constantFrom('source' as const, 'destination' as const),
    minimumFailures: fc.integer({ min: 1, max: 50 }),
  },
  { requiredKeys: [] },
);

function rulesOf(objective: Objective) {
  const all: readonly (RecordingRule | AlertingRule)[] = ruleGroups(service, objective).flatMap(({ rules }) => rules);
  return {
    recordings: all.flatMap((rule) => ('record' in rule ? [rule] : [])),
    alerts: all.flatMap((rule) => ('alert' in rule ? [rule] : [])),
  };
}

describe('rules of objectives', () => {
  test('parse, and ask only for what Istio counts and for what the same group has recorded before', () => {
    fc.assert(
      fc.property(objectives, (objective) => {
        fc.pre(objectiveProblems(objective).length === 0);
        for (const { rules } of ruleGroups(service, objective)) {
          const recorded = new Set<string>(['istio_requests_total', 'istio_request_duration_milliseconds_bucket']);
          for (const rule of rules) {
            for (const { metric } of selectedBy(rule.expr)) expect([...recorded]).toContain(metric);
            if ('record' in rule) recorded.add(rule.record);
          }
        }
        for (const indicator of indicatorsOf(service, objective)) {
          for (const { expression } of alertsOf(service, objective, indicator, measuredDirectly(indicator))) {
            expect(selectedBy(expression).length).toBeGreaterThan(0);
          }
        }
      }),
      { seed: 19, numRuns: 100 },
    );
  });

  test('are never one series or one alert twice', () => {
    const { recordings, alerts } = rulesOf({ availability: 99.9, latency: { p95: 300, p99: 1000 } });
    const series = recordings.map(({ record, labels }) => `${record} ${JSON.stringify(labels)}`);
    expect(new Set(series).size).toBe(series.length);
    const names = alerts.map(({ alert, labels }) => `${alert} ${labels['objective']} ${labels['severity']}`);
    expect(names).toEqual([
      'ServiceAvailability availability page',
      'ServiceAvailability availability ticket',
      'ServiceLatency latency-p95 page',
      'ServiceLatency latency-p95 ticket',
      'ServiceLatency latency-p99 page',
      'ServiceLatency latency-p99 ticket',
    ]);
  });

  test('have the windows and factors of the workbook', () => {
    const [page, ticket] = rulesOf({ availability: 99.9 }).alerts.map(({ expr }) => expr);
    const conditions = (text = '') =>
      [...text.matchAll(/ratio_rate(\w+)\{[^}]*\} > ([\d.]+)/g)].map(([, ...found]) => found);
    expect(conditions(page)).toEqual([
      ['1h', '0.0144'],
      ['5m', '0.0144'],
      ['6h', '0.006'],
      ['30m', '0.006'],
    ]);
    expect(conditions(ticket)).toEqual([
      ['1d', '0.003'],
      ['2h', '0.003'],
      ['3d', '0.001'],
      ['6h', '0.001'],
    ]);
  });

  test('leave out what even a total outage would not reach', () => {
    expect(BURN_RATES.map((rate) => thresholdOf(rate, 0.1))).toEqual([undefined, 0.6, 0.3, 0.1]);
    expect(rulesOf({ latency: { p50: 100 } }).alerts.map(({ labels }) => labels['severity'])).toEqual(['ticket']);
  });

  test('take a bound of the histogram as it is, and read between two bounds', () => {
    const bad = (p95: number) => indicatorsOf(service, { latency: { p95 } })[0]?.bad('5m') ?? '';
    expect(bad(250)).toContain('le=~"250|250\\\\.0"');
    expect(bad(250)).not.toContain('500');
    expect(bad(300)).toMatch(/0\.8 \* sum\(.*le=~"250\|.*0\.2 \* sum\(.*le=~"500\|/);
    expect(bad(0.25)).toMatch(/- \(0\.5 \* sum\(.*le="0\.5"/);
    expect(bad(3_600_000)).toContain('le=~"3600000|3\\\\.6e\\\\+06"');
  });

  test('link to a runbook, of their own or of the user', () => {
    const runbooks = (objective: Objective) =>
      rulesOf(objective).alerts.map(({ annotations }) => annotations['runbook_url']);
    expect(new Set(runbooks({ availability: 99, latency: { p95: 300 } }))).toEqual(
      new Set(['availability', 'latency'].map((kind) => `https://unpkg.com/asm-blueprints/docs/runbooks/${kind}.md`)),
    );
    expect(new Set(runbooks({ availability: 99, runbook: 'https://wiki/cart' }))).toEqual(
      new Set(['https://wiki/cart']),
    );
  });
});
