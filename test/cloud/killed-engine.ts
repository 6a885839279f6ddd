import assert from 'node:assert/strict';
import { Faults } from './emulator/faults.js';
import { Engine } from './engine.js';
import { untilSuccess } from './faulty-account.js';

/** What an up that nobody kills makes, and how long it takes. */
interface Whole {
  readonly milliseconds: number;
  /** Things of each kind in the account at the end. */
  readonly counts: Readonly<Record<string, number>>;
  /** Things of each kind that were made on the way. */
  readonly made: Readonly<Record<string, number>>;
}

function made(engine: Engine): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { event, kind } of engine.emulator.cloud.history) {
    if (event === 'created') counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

async function wholeUp(environment: string, seed: number): Promise<Whole> {
  const engine = await Engine.start(environment, seed);
  try {
    const started = Date.now();
    await untilSuccess('up', 1, () => engine.up());
    return { milliseconds: Date.now() - started, counts: engine.counts(), made: made(engine) };
  } finally {
    await engine.close();
  }
}

/** One life in an account of its own. @returns what became of it, or how long the up took that was over before the kill */
async function killedOnce(environment: string, seed: number, after: number, whole: Whole): Promise<string | number> {
  const engine = await Engine.start(environment, seed);
  try {
    const started = Date.now();
    const running = engine.up();
    const timer = setTimeout(() => engine.kill(), after);
    const { code } = await running;
    clearTimeout(timer);
    if (code !== undefined) return Date.now() - started;
    // What the plugins had begun goes on for a moment.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const there = engine.emulator.cloud.inventory().length;
    await engine.run('cancel', '--yes');
    const ups = await untilSuccess('up after a kill', 3, () => engine.up());
    assert.deepEqual(engine.counts(), whole.counts, 'not what a whole up makes');
    assert.deepEqual(made(engine), whole.made, 'made twice');
    await untilSuccess('up with no change', 2, () => engine.up('--expect-no-changes'));
    await untilSuccess('destroy', 2, () => engine.run('destroy', '--yes', '--skip-preview'));
    assert.deepEqual(engine.emulator.cloud.inventory(), [], 'lost: still in the account, but in no stack');
    assert.deepEqual(engine.refused(), [], 'reached for something beside the emulator');
    return `${there} things in the account, whole after ${ups} up`;
  } finally {
    await engine.close();
  }
}

/**
 * The engine is killed at random moments that cover a whole up, or what comes after the share `from` of it; each time the next up completes, with nothing made
 * twice or lost. Every kill has an account and a stack of its own.
 *
 * @param say called with each kill that is over
 * @param limit runs a task once there is room for one more engine
 */
export async function kills(
  environment: string,
  options: { readonly seed: number; readonly kills: number; readonly parallel: number; readonly from: number },
  say: (step: string) => void,
  limit: <T>(task: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const { seed, kills, parallel, from } = options;
  // Measured with as many engines at once as later, because they slow each other down.
  const wholes = await Promise.all(
    Array.from({ length: Math.min(parallel, kills) }, () => limit(() => wholeUp(environment, seed))),
  );
  const [whole] = wholes as [Whole, ...Whole[]];
  const length = Math.min(...wholes.map(({ milliseconds }) => milliseconds));
  for (const other of wholes) assert.deepEqual(other.made, whole.made, 'two ups differ');
  say(`a whole up takes ${Math.round(length / 1000)} s`);
  let done = 0;
  await Promise.all(
    Array.from({ length: kills }, (_, n) =>
      limit(async () => {
        // One moment in each of as many equal parts of the up as there are kills.
        let span = length;
        for (let attempt = 0; ; attempt += 1) {
          const own = seed * 1000 + n * 10 + attempt;
          const share = from + ((1 - from) * (n + new Faults(own).random())) / kills;
          const after = Math.round(share * span);
          const result = await killedOnce(environment, own, after, whole);
          const moment = `kill ${n + 1} of ${kills}, seed ${own}, after ${(after / 1000).toFixed(1)} s`;
          if (typeof result === 'number') {
            assert.ok(attempt < 3, `${moment}: the up was always over before`);
            say(`${moment}: came too late, once more`);
            // The machine has less to do than when the whole up was measured.
            span = Math.min(span, result);
            continue;
          }
          done += 1;
          say(`${moment}: ${result}; ${done} done`);
          return;
        }
      }),
    ),
  );
}
