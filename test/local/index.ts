/**
 * Tests of the local stack with real clusters: the engine makes them with kind, installs Istio and deploys the charts.
 *
 *   npm run test:local                       life: up, up without a change, smoke, a stage under load, destroy
 *   npm run test:local -- stages kill lost   each of the tests named: life, stages, kill, lost, two-clusters
 *   … --settings FILE                        settings over those of Pulumi.local.yaml, in its form
 *   … --kills 5 --seed 7                     how often the engine is killed, and other moments
 *
 * The clusters have names and ports of their own; those of an earlier run that was cut off are deleted first. Exit codes:
 * 0 all passed, or the machine lacks Docker, kind or Pulumi; 1 something failed; 2 unknown arguments.
 */
import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { LocalEngine } from './engine.js';
import { kill } from './killed-engine.js';
import { life, type Say, stages } from './life.js';
import { lost } from './lost-cluster.js';
import { twoClusters } from './two-clusters.js';

const command = new Command('test:local')
  .description('The local stack with real clusters.')
  .argument('[tests...]', 'life, stages, kill, lost, two-clusters (default: life)')
  .option('--settings <file>', 'settings over those of Pulumi.local.yaml, in its form')
  .option('--kills <count>', 'how often the engine is killed', '5')
  .option('--seed <number>', 'other moments', '1')
  .showHelpAfterError('(--help lists the options)')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const values = command.opts<{ settings?: string; kills: string; seed: string }>();
const positionals = command.args;

/** Numbers from 0 to 1 that look random and are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const tests: Readonly<Record<string, (engine: LocalEngine, say: Say) => Promise<void>>> = {
  life,
  stages,
  kill: (engine, say) => kill(engine, say, Number(values.kills), randomFrom(Number(values.seed))),
  lost,
  'two-clusters': twoClusters,
};

/** What the machine lacks; the stack itself says it in more detail. */
function missing(): string[] {
  const asks = { docker: ['docker', 'info'], kind: ['kind', 'version'], pulumi: ['pulumi', 'version'] };
  return Object.entries(asks).flatMap(([name, [command = '', ...args]]) =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0 ? [] : [name],
  );
}

async function one(name: string): Promise<boolean> {
  const started = Date.now();
  const say = (step: string) =>
    process.stdout.write(`${name}: ${step} (${Math.round((Date.now() - started) / 1000)} s)\n`);
  const engine = await LocalEngine.start(values.settings);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say(`ended by ${signal}`);
      engine.close();
      process.exit(1);
    });
  }
  try {
    await tests[name]?.(engine, say);
    say('passed');
    return true;
  } catch (error) {
    say(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    engine.close();
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
  }
}

const wanted = positionals.length === 0 ? ['life'] : positionals;
const unknown = wanted.filter((name) => !(name in tests));
if (unknown.length > 0) {
  process.stderr.write(`unknown test '${unknown.join("', '")}'; there are ${Object.keys(tests).join(', ')}\n`);
  process.exitCode = 2;
} else if (missing().length > 0) {
  process.stdout.write(`tests of the local stack skipped: this machine lacks ${missing().join(', ')}\n`);
} else {
  for (const name of wanted) if (!(await one(name))) process.exitCode = 1;
}
