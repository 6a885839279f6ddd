import { describe, expect, test } from '@jest/globals';
import { smokeJson, smokeReasons, smokeTable } from '../../../cli/smoke/report.js';
import type { CheckResult } from '../../../cli/smoke/run.js';

const results: readonly CheckResult[] = [
  { check: 'sidecars', passed: true, ms: 1234, findings: [] },
  {
    check: 'split',
    passed: false,
    ms: 5000,
    findings: [
      { passed: true, expected: 'inside: v1 90, v2 10', observed: 'v1 903, v2 97', method: 'test', pValue: 0.8 },
      { passed: false, expected: 'gateway: v1 90, v2 10', observed: 'v1 500, v2 500', method: 'test', pValue: 1e-9 },
    ],
  },
];

describe('results of the smoke test', () => {
  test('as a table, one line for each finding', () => {
    expect(smokeTable(results).split('\n')).toEqual([
      'check     result  expected               observed        p       time',
      'sidecars  ok      nothing to measure                             1.2 s',
      'split     ok      inside: v1 90, v2 10   v1 903, v2 97   0.80    5.0 s',
      '          FAILED  gateway: v1 90, v2 10  v1 500, v2 500  1.0e-9',
    ]);
  });

  test('the reasons why it failed', () => {
    expect(smokeReasons(results)).toEqual([
      'split: expected gateway: v1 90, v2 10; got v1 500, v2 500 (probability 1.0e-9)',
    ]);
  });

  test('as JSON, also where there are none', () => {
    expect(JSON.parse(smokeJson(results))).toMatchObject({ passed: false, checks: [{ check: 'sidecars' }, {}] });
    expect(JSON.parse(smokeJson(results.slice(0, 1)))).toMatchObject({ passed: true });
    expect(JSON.parse(smokeJson([], 'no cluster'))).toEqual({ passed: false, checks: [], error: 'no cluster' });
  });
});
