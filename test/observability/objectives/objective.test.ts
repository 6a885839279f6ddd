import { describe, expect, test } from '@jest/globals';
import { type Objective, objectiveProblems } from '../../../observability/objectives/objective.js';

describe('objectives', () => {
  test.each<Objective>([
    { availability: 99.9, latency: { p95: 300 } },
    { availability: 50 },
    { latency: { p50: 0.2, p99: 1000, 'p99.9': 3_600_000 } },
    {
      latency: { p99: 500, p90: 500 },
      countedBy: 'waypoint',
      minimumFailures: 1,
      runbook: 'https://example.com/runbook',
    },
  ])('are taken: %j', (objective) => {
    expect(objectiveProblems(objective)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['nothing', {}, 'the objective says nothing; give availability, latency, or both'],
    ['an empty latency', { latency: {} }, 'the objective says nothing; give availability, latency, or both'],
    [
      'no budget',
      { availability: 100 },
      'objective.availability is 100, which leaves no budget for failures; give less, such as 99.9',
    ],
    ['a share', { availability: 0.999 }, 'objective.availability is 0.999; give a percentage, such as 99.9'],
    [
      'a negative one',
      { availability: -1 },
      'objective.availability is -1; give a percentage from 50 to below 100, such as 99.9',
    ],
    [
      'no number',
      { availability: Number.NaN },
      'objective.availability is NaN; give a percentage from 50 to below 100, such as 99.9',
    ],
    [
      'a text',
      { availability: '99.9%' },
      'objective.availability is 99.9%; give a percentage from 50 to below 100, such as 99.9',
    ],
    [
      'all',
      { latency: { p100: 300 } },
      'objective.latency.p100 is not a share of the requests from p50 to below p100; give one such as p95',
    ],
    [
      'few',
      { latency: { p5: 300 } },
      'objective.latency.p5 is not a share of the requests from p50 to below p100; give one such as p95',
    ],
    [
      'a mean',
      { latency: { mean: 300 } },
      'objective.latency.mean is not a share of the requests from p50 to below p100; give one such as p95',
    ],
    [
      'no time',
      { latency: { p95: 0 } },
      'objective.latency.p95 is 0; give milliseconds from above 0 to 3600000, the last bound that Istio counts by',
    ],
    [
      'an endless time',
      { latency: { p95: Number.POSITIVE_INFINITY } },
      'objective.latency.p95 is Infinity; give milliseconds from above 0 to 3600000, the last bound that Istio counts by',
    ],
    [
      'more that is faster',
      { latency: { p99: 100, p50: 200 } },
      'objective.latency.p99 is 100, less than p50 with 200; the larger share of the requests needs as long at least',
    ],
    [
      'no failures',
      { availability: 99, minimumFailures: 0 },
      'objective.minimumFailures is 0; give a whole number of requests from 1 on',
    ],
    [
      'an unknown counter',
      { availability: 99, countedBy: 'gateway' },
      "objective.countedBy is 'gateway'; give one of source, destination, waypoint",
    ],
    [
      'a runbook that is not an address',
      { availability: 99, runbook: 'docs/runbook.md' },
      "objective.runbook is 'docs/runbook.md'; give an address that starts with https://",
    ],
  ])('are refused with one message: %s', (_what, objective, problem) => {
    expect(objectiveProblems(objective as Objective)).toEqual([problem]);
  });
});
