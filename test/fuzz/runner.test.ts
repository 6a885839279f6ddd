import { describe, expect, test } from '@jest/globals';
import { Runner } from '../../fuzz/runner.js';

const far = (): number => performance.now() + 60_000;

describe('the process of the inputs', () => {
  test('says once that an input cannot be made, then takes the next', async () => {
    const runner = new Runner();
    const unmade = await runner.run({ seed: 1, index: 0, target: 'none' }, far());
    expect(unmade?.failure).toContain('the input cannot be made');
    expect(unmade?.input).toBeUndefined();
    const order = { seed: 1, index: 0, target: 'validation', input: { kind: 'Service' } };
    expect(await runner.run(order, far())).toEqual({});
    runner.stop();
  }, 60_000);

  test('is ended when the time is over, which is no failure', async () => {
    const order = { seed: 1, index: 0, target: 'validation', input: {} };
    expect(await new Runner().run(order, performance.now())).toBeUndefined();
  });
});
