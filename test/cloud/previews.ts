import assert from 'node:assert/strict';
import type { Engine } from './engine.js';
import { succeeded } from './succeeded.js';

/**
 * What a preview says with the real provider: nothing deprecated, the guard rails kept, and what only the provider
 * knows to be wrong.
 *
 * @param say called with each step that is over
 */
export async function previews(engine: Engine, say: (step: string) => void): Promise<void> {
  const { output } = succeeded('preview', await engine.run('preview', '--policy-pack', 'policy'));
  // Findings speak of deprecated fields of Istio that a guide uses; this is about the provider's resources.
  const ofProvider = output.split('\n').filter((line) => !/\[(IST|ASM)\d+\]/.test(line));
  assert.doesNotMatch(ofProvider.join('\n'), /deprecat/i);
  assert.match(output, /Policies:\s+.*asm-blueprints/s, 'the policy pack did not run');
  say('preview with the policy pack: no violation, nothing deprecated');

  const restore = engine.remember();
  engine.configure((settings) => {
    settings('observability').retentionDays = 1;
    settings('security').deletionProtection = false;
    settings('mesh').publicApiServer = true;
  });
  const violating = await engine.run('preview', '--policy-pack', 'policy');
  const expected =
    engine.stack === 'prod' ? ['log-retention', 'deletion-protection', 'no-public-api-server'] : ['log-retention'];
  assert.notEqual(violating.code, 0, 'a violation went through');
  for (const rule of expected) assert.match(violating.output, new RegExp(`\\[mandatory\\].*${rule}`), violating.output);
  restore();
  say(`violations are named: ${expected.join(', ')}`);

  // A specification of the right form that nobody sells.
  engine.configure((settings) => Object.assign(settings('loadBalancers'), { shop: { specification: 'slb.s9.small' } }));
  const refused = await engine.run('preview');
  assert.notEqual(refused.code, 0, 'the provider takes a specification that does not exist');
  assert.match(refused.output, /load_?balancer_?spec to be one of .*got slb\.s9\.small/i);
  assert.deepEqual(engine.emulator.cloud.inventory(), []);
  say('what only the provider knows to be wrong is refused by it');
}
