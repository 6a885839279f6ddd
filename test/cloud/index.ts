/**
 * Engine tests: the real engine and the real provider against the emulated account. They take minutes, because the
 * provider waits between its looks at a cluster or a mesh.
 *
 *   npm run test:cloud                       all of them
 *   npm run test:cloud -- lifecycle dev      one of them, for the environments named; an unknown name lists all
 *   … --seed 7 --kills 20 --parallel 4       other faults and moments; how often the engine is killed; engines at once
 *   … --from 0.8                             kills only after this share of an up
 *
 * Exit codes: 0 all passed, or there is no engine; 1 something failed; 2 unknown arguments.
 */
import assert from 'node:assert/strict';
import { Command } from 'commander';
import { adopted } from './adopted.js';
import { badInput } from './bad-input.js';
import { Engine, missingForEngine } from './engine.js';
import { componentIntegration, everySwitch } from './every-switch.js';
import { faults } from './faulty-account.js';
import { kills } from './killed-engine.js';
import { lifecycle } from './lifecycle.js';
import { previews } from './previews.js';

type Say = (step: string) => void;
type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/** Lets at most `most` tasks run at once, in the order in which they came. */
function limited(most: number): Limit {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

const ENVIRONMENTS = ['dev', 'staging', 'prod', 'fleet'] as const;
const command = new Command('test:cloud')
  .description('The cloud stacks on the real engine and provider, against an emulated account.')
  .argument('[test]', 'the test (default: all of them; an unknown name lists them)')
  .argument('[environments...]', 'dev, staging, prod, fleet (default: all)')
  .option('--seed <number>', 'other faults and moments', '1')
  .option('--kills <count>', 'how often the engine is killed', '20')
  .option('--parallel <count>', 'engines at the same time', '4')
  .option('--from <share>', 'kills only after this share of an up, 0 to 1', '0')
  .showHelpAfterError('(--help lists the options)')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const values = command.opts<{ seed: string; kills: string; parallel: string; from: string }>();
const positionals = command.args;
const options = {
  seed: Number(values.seed),
  kills: Number(values.kills),
  parallel: Number(values.parallel),
  from: Number(values.from),
};
const limit = limited(options.parallel);

/** A test of one engine with an account of its own. */
function alone(test: (engine: Engine, say: Say) => Promise<void>) {
  return (environment: string, say: Say): Promise<void> =>
    limit(async () => {
      const engine = await Engine.start(environment, options.seed);
      try {
        await test(engine, say);
        assert.deepEqual(engine.refused(), [], 'reached for something beside the emulator');
      } finally {
        await engine.close();
      }
    });
}

const tests: Readonly<
  Record<string, { readonly environments: readonly string[]; run(environment: string, say: Say): Promise<void> }>
> = {
  lifecycle: { environments: ENVIRONMENTS, run: alone(lifecycle) },
  previews: { environments: ENVIRONMENTS, run: alone(previews) },
  switches: { environments: ['dev'], run: alone(everySwitch) },
  'component-integration': { environments: ['dev'], run: alone(componentIntegration) },
  adopted: { environments: ['dev'], run: alone(adopted) },
  'bad-input': { environments: ['dev'], run: alone(badInput) },
  faults: { environments: ['dev'], run: alone(faults) },
  kill: { environments: ['dev'], run: (environment, say) => kills(environment, options, say, limit) },
};

async function passes(test: string, environment: string): Promise<boolean> {
  const started = Date.now();
  const say: Say = (step) => {
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(`${test} ${environment}: ${step} (${seconds} s)\n`);
  };
  try {
    await tests[test]?.run(environment, say);
    say('passed');
    return true;
  } catch (error) {
    say(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

const [wanted, ...named] = positionals;
const chosen = wanted === undefined ? Object.keys(tests) : [wanted];
const unknown = [
  ...chosen.filter((name) => tests[name] === undefined),
  ...named.filter((name) => !(ENVIRONMENTS as readonly string[]).includes(name)),
];

// A test that is stopped takes its engines with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
process.setMaxListeners(100);
const lacking = missingForEngine();
if (unknown.length > 0) {
  process.stderr.write(
    `unknown: ${unknown.join(', ')}; there are ${Object.keys(tests).join(', ')} of ${ENVIRONMENTS.join(', ')}\n`,
  );
  process.exitCode = 2;
} else if (lacking !== undefined) {
  process.stdout.write(`engine tests skipped: ${lacking}\n`);
} else {
  const pairs = chosen.flatMap((test) =>
    (named.length > 0 ? named : (tests[test]?.environments ?? [])).map((name) => [test, name] as const),
  );
  // Mostly waiting, so they go side by side.
  const passed = await Promise.all(pairs.map(([test, environment]) => passes(test, environment)));
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}
