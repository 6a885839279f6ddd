/**
 * Engine tests: the real engine and the real provider against the emulated account. They take minutes, because the
 * provider waits between its looks at a cluster or a mesh.
 *
 *   npm run test:cloud                       the life of dev, staging, prod and fleet, then faults and kills of dev
 *   npm run test:cloud -- lifecycle dev      one of lifecycle, faults, kill, for the environments named
 *   … --seed 7 --kills 20                    other faults and moments; how often the engine is killed
 *
 * Exit codes: 0 all passed, or there is no engine; 1 something failed; 2 unknown arguments.
 */
import { parseArgs } from 'node:util';
import { Engine, hasEngine } from './engine.js';
import { faults } from './faulty-account.js';
import { kill } from './killed-engine.js';
import { lifecycle } from './lifecycle.js';

const ENVIRONMENTS = ['dev', 'staging', 'prod', 'fleet'] as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, kills: { type: 'string', default: '20' } },
});
const tests = {
  lifecycle,
  faults,
  kill: (engine: Engine, say: (step: string) => void) => kill(engine, say, Number(values.kills)),
} as const;
type Test = keyof typeof tests;

async function one(test: Test, environment: string): Promise<boolean> {
  const started = Date.now();
  const say = (step: string) => {
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(`${test} ${environment}: ${step} (${seconds} s)\n`);
  };
  const engine = await Engine.start(environment, Number(values.seed));
  try {
    await tests[test](engine, say);
    say('passed');
    return true;
  } catch (error) {
    say(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    await engine.close();
  }
}

const [wanted, ...named] = positionals;
const plan: [Test, string][] =
  wanted === undefined
    ? [...ENVIRONMENTS.map((name): [Test, string] => ['lifecycle', name]), ['faults', 'dev'], ['kill', 'dev']]
    : (named.length > 0 ? named : ['dev']).map((name) => [wanted as Test, name]);

if (wanted !== undefined && !(wanted in tests)) {
  process.stderr.write(`unknown test '${wanted}'; there are ${Object.keys(tests).join(', ')}\n`);
  process.exitCode = 2;
} else if (!hasEngine()) {
  process.stdout.write('engine tests skipped: there is no pulumi on PATH\n');
} else {
  // Mostly waiting, so the environments go side by side.
  const passed = await Promise.all(plan.map(([test, environment]) => one(test, environment)));
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}
