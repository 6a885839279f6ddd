import assert from 'node:assert/strict';
import type { LocalEngine } from './engine.js';
import { destroyed, type Say, smoked, succeeded } from './life.js';

/** Moments of an up from nothing, in milliseconds, in which the engine is killed; most of it has passed by the last. */
const EARLIEST = 12_000;
const LATEST = 110_000;

/**
 * The engine is killed at random moments of an up from nothing, with all that it has started; the next up completes.
 *
 * @param kills how often
 */
export async function kill(engine: LocalEngine, say: Say, kills: number, random: () => number): Promise<void> {
  for (let n = 1; n <= kills; n += 1) {
    const after = Math.round(EARLIEST + random() * (LATEST - EARLIEST));
    const { code, output } = await engine.killedUp(after);
    const at = output.split('\n').findLast((line) => /creating|created/.test(line)) ?? 'the start';
    if (code === undefined) await engine.run('cancel', '--yes');
    succeeded(await engine.up(), `up after a kill after ${after} ms (${at.trim()})`);
    succeeded(await engine.up('--expect-no-changes'), 'up without a change');
    say(
      `kill ${n} of ${kills} ${code === undefined ? `after ${Math.round(after / 1000)} s (${at.trim()})` : 'came too late'}; the next up completed`,
    );
    if (n === kills) await smoked(engine, say);
    await destroyed(engine, say);
    assert.equal((await engine.run('stack', 'init')).code, 0);
  }
}
