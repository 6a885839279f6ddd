import assert from 'node:assert/strict';
import type { Engine } from './engine.js';
import { duplicates, untilSuccess } from './faulty-account.js';

/**
 * The engine is killed at random moments of an up; each time the next up completes, with nothing made twice or lost.
 *
 * @param kills how often
 */
export async function kill(engine: Engine, say: (step: string) => void, kills: number): Promise<void> {
  const { faults, cloud } = engine.emulator;
  for (let n = 1; n <= kills; n += 1) {
    const after = 3000 + Math.round(faults.random() * 150_000);
    const running = engine.up();
    const timer = setTimeout(() => engine.kill(), after);
    const { code } = await running;
    clearTimeout(timer);
    // What the plugins had begun goes on for a moment.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await engine.run('cancel', '--yes');
    const ups = await untilSuccess('up after a kill', 3, () => engine.up());
    assert.deepEqual(duplicates(engine), [], 'made twice');
    await untilSuccess('up with no change', 2, () => engine.up('--expect-no-changes'));
    say(
      `kill ${n} of ${kills}: ${code === undefined ? `after ${Math.round(after / 1000)} s` : 'came too late'}, whole after ${ups} up`,
    );
    await untilSuccess('destroy', 2, () => engine.run('destroy', '--yes', '--skip-preview'));
    assert.deepEqual(cloud.inventory(), [], 'lost: still in the account, but in no stack');
  }
}
