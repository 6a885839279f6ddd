import { describe, expect, test } from '@jest/globals';
import { minimize } from '../../fuzz/minimize.js';
import { mutateText } from '../../fuzz/mutate-text.js';
import { mutateValue } from '../../fuzz/mutate-value.js';
import type { Json } from '../../fuzz/target.js';
import { Random } from '../differential/findings/random.js';

const value: Json = { kind: 'A', spec: { hosts: ['a', 'b'], http: [{ timeout: '1s', weight: 3 }] } };

describe('broken inputs', () => {
  test('are the same for the same seed, and differ from the valid one', () => {
    const texts = Array.from({ length: 50 }, (_, seed) => mutateText(JSON.stringify(value), new Random(seed)));
    expect(texts).toEqual(texts.map((_, seed) => mutateText(JSON.stringify(value), new Random(seed))));
    expect(new Set(texts).size).toBeGreaterThan(40);
  });

  test('leave the valid object as it is', () => {
    const before = JSON.stringify(value);
    const broken = Array.from({ length: 300 }, (_, seed) =>
      JSON.stringify(mutateValue(value, { x: [1] }, new Random(seed))),
    );
    expect(JSON.stringify(value)).toBe(before);
    expect(new Set(broken).size).toBeGreaterThan(200);
    expect(broken.some((text) => text.includes('__proto__'))).toBe(true);
  });
});

describe('a failing input', () => {
  const until = Number.POSITIVE_INFINITY;

  test('is made as small as it still fails', async () => {
    const fails = async (input: Json): Promise<boolean> => JSON.stringify(input).includes('"weight":3');
    expect(await minimize(value, fails, { most: 500, until })).toEqual({ spec: { http: [{ weight: 3 }] } });
  });

  test('of text loses its lines, then its characters', async () => {
    const fails = async (input: Json): Promise<boolean> => String(input).includes('x:');
    expect(await minimize(`${'some: line\n'.repeat(30)}ax: b\nc: d\n`, fails, { most: 1000, until })).toBe('x:');
  });

  test('is not tried more often than allowed', async () => {
    let tried = 0;
    await minimize(
      'abcdefgh'.repeat(20),
      async () => {
        tried += 1;
        return false;
      },
      { most: 10, until },
    );
    expect(tried).toBe(10);
  });

  test('is not made smaller when the time is over', async () => {
    const fails = async (): Promise<boolean> => true;
    expect(await minimize('abcdefgh', fails, { most: 10, until: performance.now() })).toBe('abcdefgh');
  });
});
