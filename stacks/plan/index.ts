/**
 * `npm run plan -- ENV [--format text|json] [--prices FILE] [--compare OLD]`: what an environment would come to, without credentials, or what differs
 * from a plan that was printed before.
 *
 * Exit codes: 0 printed, 1 the environment, the price file or the plan to compare with is wrong, 2 unknown arguments.
 */
import { Command, CommanderError, Option } from 'commander';
import { formatProblem, ProblemsError } from '../../mesh/index.js';
import { ownBlueprint } from '../blueprint.js';
import { isCloud, readEnvironment } from '../environment/index.js';
import { comparePlans, readPlan } from './compare.js';
import { planOf } from './plan.js';
import { planText } from './plan-text.js';
import { readPrices } from './prices.js';

interface Options {
  readonly format: 'text' | 'json';
  readonly prices?: string;
  readonly compare?: string;
}

const command = new Command('plan')
  .description(
    'Says what an environment would come to, without credentials: resources, sizes, and costs where prices are given.',
  )
  .argument('<environment>', 'name of the environment, as in Pulumi.<environment>.yaml')
  .addOption(new Option('--format <format>', 'of the plan').choices(['text', 'json']).default('text'))
  .option('--prices <file>', 'YAML file with monthly prices, as docs/cloud.md shows')
  .option('--compare <file>', 'plan of before, printed with --format json: says only what differs from it')
  .addHelpText(
    'after',
    '\nExit codes:\n  0  printed\n  1  the environment, the price file or the plan to compare with is wrong\n  2  unknown arguments',
  )
  .showHelpAfterError('(--help lists the options)')
  .exitOverride()
  .action(plan);

async function plan(name: string, { format, prices, compare }: Options): Promise<void> {
  const environment = readEnvironment('.', `Pulumi.${name}.yaml`, ownBlueprint);
  if (!isCloud(environment)) {
    process.stderr.write(`${name} is on this machine; there is nothing to plan. Run pulumi preview --stack ${name}\n`);
    process.exitCode = 1;
    return;
  }
  const found = await planOf(environment, prices === undefined ? undefined : readPrices(prices));
  if (compare !== undefined) {
    const changes = comparePlans(readPlan(compare), found);
    const text = changes.length === 0 ? 'nothing differs\n' : `${changes.join('\n')}\n`;
    process.stdout.write(format === 'json' ? `${JSON.stringify(changes, null, 2)}\n` : text);
    return;
  }
  process.stdout.write(format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : planText(found));
}

command.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  if (!(error instanceof ProblemsError)) throw error;
  const lines = error.problems.map((problem) => `  ${formatProblem(problem)}\n`);
  process.stderr.write(`${error.message.split('\n')[0]}\n${lines.join('')}`);
  process.exitCode = 1;
});
