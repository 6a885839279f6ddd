import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { comparePlans, type EarlierPlan, readPlan } from '../../../stacks/plan/compare.js';

const plan = (rest: Partial<EarlierPlan>): EarlierPlan => ({
  environment: 'dev',
  resources: { Gateway: 1 },
  public: [{ resource: 'Gateway a', reach: 'gateway on ports 80' }],
  cost: { currency: 'EUR', lines: [{ bucket: 'traffic', item: 'EIPs', quantity: 1, unit: 'addresses', monthly: 5 }] },
  ...rest,
});

test('equal plans differ in nothing', () => {
  expect(comparePlans(plan({}), plan({}))).toEqual([]);
});

test('says what comes, what goes, and what it costs', () => {
  const after = plan({
    resources: { Gateway: 2, Service: 1 },
    public: [{ resource: 'Gateway b', reach: 'gateway on ports 443' }],
    cost: {
      currency: 'EUR',
      lines: [
        { bucket: 'traffic', item: 'EIPs', quantity: 3, unit: 'addresses', monthly: 15 },
        { bucket: 'sidecar overhead', item: 'sidecars', quantity: 2, most: 8, unit: 'pods' },
      ],
    },
  });
  expect(comparePlans(plan({}), after)).toEqual([
    'resources Gateway: 1 -> 2',
    'resources Service: 0 -> 1',
    'now reached from the Internet: Gateway b: gateway on ports 443',
    'no longer reached from the Internet: Gateway a: gateway on ports 80',
    'traffic: EIPs: 1 -> 3 addresses  +10.00 EUR',
    'sidecar overhead: sidecars: 0 -> 2-8 pods',
    'a month, of what has a price:  +10.00 EUR',
  ]);
  expect(comparePlans(after, plan({})).at(-1)).toBe('a month, of what has a price:  -10.00 EUR');
});

test('a file that is not a plan is a problem', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  for (const [name, text] of [
    ['text.json', 'not JSON'],
    ['other.json', '{"environment": 1}'],
  ] as const) {
    writeFileSync(join(folder, name), text);
    expect(() => readPlan(join(folder, name))).toThrow('cannot be read');
  }
  expect(() => readPlan(join(folder, 'none.json'))).toThrow('cannot be read');
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan({})));
  expect(readPlan(join(folder, 'plan.json'))).toEqual(plan({}));
});
