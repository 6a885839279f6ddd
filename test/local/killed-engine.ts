import assert from 'node:assert/strict';
import type { LocalEngine } from './engine.js';
import { destroyed, type Say, smoked, succeeded } from './life.js';

/**
 * What an up from nothing has begun when it is killed, a random while later, and whether all that it has started is
 * killed with it, as by a power cut: Helm in the middle of a release above all. The other way round in the next round.
 */
const MOMENTS = [
  { step: 'KindCluster local creating', everything: false },
  { step: 'Release local/istiod creating', everything: true },
  { step: 'Release local/istio-ingressgateway creating', everything: true },
  { step: 'Deployment local/asm-demo/Deployment/hello-v1 creating', everything: false },
  { step: 'Release local/istio-base creating', everything: true },
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
    const moment = MOMENTS[(n - 1) % MOMENTS.length] ?? MOMENTS[0];
    const everything = moment.everything !== (Math.floor((n - 1) / MOMENTS.length) % 2 === 1);
    const after = Math.round(random() * LONGEST);
    const { code } = await engine.killedUp(moment.step, after, everything);
    const when = `${everything ? 'of everything' : 'of the engine'} ${(after / 1000).toFixed(1)} s after ${moment.step}`;
    if (code === undefined) await engine.run('cancel', '--yes');
    const next = await engine.up();
    succeeded(next, `up after a kill ${when}`);
    const [release] = /left the release \S+/.exec(next.output) ?? [];
    succeeded(await engine.up('--expect-no-changes'), 'up without a change');
    const found = release === undefined ? '' : ` (the kill had ${release} unfinished)`;
    say(`kill ${n} of ${kills} ${code === undefined ? when : 'came too late'}; the next up completed${found}`);
    if (n === kills) await smoked(engine, say);
    await destroyed(engine, say);
    assert.equal((await engine.run('stack', 'init')).code, 0);
  }
}
