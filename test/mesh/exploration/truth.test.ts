import { expect, test } from '@jest/globals';
import { Random } from '../../differential/findings/random.js';
import { truthOf } from './truth.js';

test('no request of a grid has another answer than its class, for meshes made at random', () => {
  let [compared, skipped] = [0, 0];
  for (let seed = 1; seed <= 12; seed += 1) {
    const truth = truthOf(new Random(seed), 12);
    expect([seed, truth.wrong]).toEqual([seed, []]);
    compared += truth.compared;
    skipped += truth.skipped;
  }
  expect(compared).toBeGreaterThan(1000);
  expect(skipped).toBeLessThan(compared);
});
