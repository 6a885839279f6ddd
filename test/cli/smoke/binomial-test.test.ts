import { describe, expect, test } from '@jest/globals';
import { binomialTest, splitTest } from '../../../cli/smoke/binomial-test.js';

describe('binomialTest', () => {
  // 13 or more heads of 16, or 3 or fewer: 2 * (560 + 120 + 16 + 1) / 65536.
  test('is exact for a fair coin', () => {
    expect(binomialTest(13, 16, 0.5)).toBeCloseTo(1394 / 65536, 12);
    expect(binomialTest(3, 16, 0.5)).toBeCloseTo(1394 / 65536, 12);
    expect(binomialTest(8, 16, 0.5)).toBeCloseTo(1, 12);
  });

  test('counts the less likely results on both sides of an uneven share', () => {
    // P(0) = (5/6)^5, and only 5 of 5 (6^-5), 4 of 5 and 3 of 5 are less likely than 3 of 5.
    const ways = [3125, 3125, 1250, 250, 25, 1].map((count) => count / 7776);
    expect(binomialTest(3, 5, 1 / 6)).toBeCloseTo((ways[3] ?? 0) + (ways[4] ?? 0) + (ways[5] ?? 0), 12);
    expect(binomialTest(1, 5, 1 / 6)).toBeCloseTo(1, 12);
  });

  test('adds up to one over all counts, for any size', () => {
    for (const trials of [1, 10, 1000, 20_000])
      expect(binomialTest((trials / 10) | 0, trials, 0.1)).toBeGreaterThan(0.3);
    expect(binomialTest(2000, 20_000, 0.1)).toBeCloseTo(1, 6);
  });

  test('certain and impossible shares', () => {
    expect(binomialTest(0, 100, 0)).toBe(1);
    expect(binomialTest(1, 100, 0)).toBe(0);
    expect(binomialTest(100, 100, 1)).toBe(1);
    expect(binomialTest(99, 100, 1)).toBe(0);
  });

  test('refuses what is no count and no probability', () => {
    expect(() => binomialTest(3, 2, 0.5)).toThrow(RangeError);
    expect(() => binomialTest(1, 2, 1.5)).toThrow(RangeError);
  });
});

describe('splitTest', () => {
  test('takes what chance allows, and refuses what it does not', () => {
    expect(splitTest({ v1: 905, v2: 95 }, { v1: 90, v2: 10 }).passed).toBe(true);
    expect(splitTest({ v1: 870, v2: 130 }, { v1: 90, v2: 10 }).passed).toBe(true);
    expect(splitTest({ v1: 840, v2: 160 }, { v1: 90, v2: 10 }).passed).toBe(false);
    expect(splitTest({ v1: 500, v2: 500 }, { v1: 90, v2: 10 }).passed).toBe(false);
  });

  test('a small sample allows more', () => {
    expect(splitTest({ v1: 16, v2: 4 }, { v1: 90, v2: 10 }).passed).toBe(true);
    expect(splitTest({ v1: 1600, v2: 400 }, { v1: 90, v2: 10 }).passed).toBe(false);
  });

  test('weights are relative', () => {
    const counts = { v1: 880, v2: 120 };
    expect(splitTest(counts, { v1: 9, v2: 1 })).toEqual(splitTest(counts, { v1: 90, v2: 10 }));
  });

  test('a single request to a version of weight 0, or to one that no weight names, is wrong', () => {
    expect(splitTest({ v1: 1, v2: 999 }, { v1: 0, v2: 100 }).passed).toBe(false);
    expect(splitTest({ v2: 1000 }, { v1: 0, v2: 100 })).toEqual({ passed: true, pValue: 1 });
    expect(splitTest({ v2: 999, v3: 1 }, { v2: 100 }).passed).toBe(false);
  });

  test('no request proves nothing', () => {
    expect(splitTest({}, { v1: 100 }).passed).toBe(false);
  });
});
