import assert from 'node:assert/strict';
import type { LocalEngine } from './engine.js';
import { destroyed, type Say, smoked, succeeded } from './life.js';

/** What an up from nothing has begun when it is killed, a random while later. */
const STEPS = [
  'KindCluster local creating',
  'Release local/istiod creating',
  'Release local/istio-ingressgateway creating',
  'Deployment local/asm-demo/Deployment/hello-v1 creating',
  'Release local/istio-base creating',
] as const;

/** The longest while, in milliseconds: a part of the time that the cluster takes, and more than most others do. */
const LONGEST = 8000;

/**
 * The engine is killed at random moments of an up from nothing, alone or with all that it has started; the next up
 * completes.
 *
 * @param kills how often
 */
export async function kill(engine: LocalEngine, say: Say, kills: number, random: () => number): Promise<void> {
  for (let n = 1; n <= kills; n += 1) {
    const step = STEPS[(n - 1) % STEPS.length] ?? STEPS[0];
    const after = Math.round(random() * LONGEST);
    const everything = random() < 0.5;
    const { code } = await engine.killedUp(step, after, everything);
    const moment = `${everything ? 'of everything' : 'of the engine'} ${(after / 1000).toFixed(1)} s after ${step}`;
    if (code === undefined) await engine.run('cancel', '--yes');
    succeeded(await engine.up(), `up after a kill ${moment}`);
    succeeded(await engine.up('--expect-no-changes'), 'up without a change');
    say(`kill ${n} of ${kills} ${code === undefined ? moment : 'came too late'}; the next up completed`);
    if (n === kills) await smoked(engine, say);
    await destroyed(engine, say);
    assert.equal((await engine.run('stack', 'init')).code, 0);
  }
}
