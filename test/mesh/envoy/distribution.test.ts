import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { certain, type Distribution, map, merged, scaled, then } from '../../../mesh/envoy/distribution.js';

const coin: Distribution<string> = [
  { probability: 0.25, reached: 0.5, value: 'heads' },
  { probability: 0.75, reached: 0.5, value: 'tails' },
];

test('values change and their odds stay', () => {
  expect(map(coin, (side) => side.length)).toEqual([
    { probability: 0.25, reached: 0.5, value: 5 },
    { probability: 0.75, reached: 0.5, value: 5 },
  ]);
});

test('what follows has the odds of both', () => {
  const twice = then(coin, (side) => (side === 'heads' ? coin : certain('none')));
  expect(twice).toEqual([
    { probability: 0.0625, reached: 0.25, value: 'heads' },
    { probability: 0.1875, reached: 0.25, value: 'tails' },
    { probability: 0.75, reached: 0.5, value: 'none' },
  ]);
});

test('a part of the whole is the whole', () => {
  expect(scaled(coin, 1)).toBe(coin);
  expect(scaled(coin, 0.5, 1)[0]).toEqual({ probability: 0.125, reached: 0.5, value: 'heads' });
});

test('equal values add up in the order of the first', () => {
  const all = merged([...coin, ...coin], (one, other) => one === other);
  expect(all).toEqual([
    { probability: 0.5, reached: 1, value: 'heads' },
    { probability: 1.5, reached: 1, value: 'tails' },
  ]);
});

test('whatever follows, the odds add up to 1', () => {
  const distribution = fc
    .array(fc.record({ weight: fc.integer({ min: 1, max: 9 }), value: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 1,
    })
    .map((parts): Distribution<number> => {
      const total = parts.reduce((sum, { weight }) => sum + weight, 0);
      return parts.map(({ weight, value }) => ({ probability: weight / total, reached: weight / total, value }));
    });
  fc.assert(
    fc.property(distribution, distribution, (one, other) => {
      const both = merged(
        then(one, (value) => map(other, (next) => (value + next) % 3)),
        (a, b) => a === b,
      );
      expect(both.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      expect(both.length).toBeLessThanOrEqual(3);
    }),
    { seed: 11, numRuns: 50 },
  );
});
