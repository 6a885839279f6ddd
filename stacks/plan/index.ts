/**
 * `npm run plan -- ENV [--format text|json] [--prices FILE]`: what an environment would come to, without credentials.
 *
 * Exit codes: 0 printed, 1 the environment or the price file is wrong, 2 unknown arguments.
 */
import { parseArgs } from 'node:util';
import { formatProblem, ProblemsError } from '../../mesh/index.js';
import { isCloud, readEnvironment } from '../environment/index.js';
import { planOf } from './plan.js';
import { planText } from './plan-text.js';
import { readPrices } from './prices.js';

const USAGE = 'usage: npm run plan -- ENV [--format text|json] [--prices FILE]';

async function main(): Promise<number> {
  let args: { values: { format: string; prices?: string }; positionals: string[] };
  try {
    args = parseArgs({
      allowPositionals: true,
      options: { format: { type: 'string', default: 'text' }, prices: { type: 'string' } },
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`);
    return 2;
  }
  const { format, prices } = args.values;
  const [name, ...rest] = args.positionals;
  if (name === undefined || rest.length > 0 || !['text', 'json'].includes(format)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const environment = readEnvironment('.', `Pulumi.${name}.yaml`);
  if (!isCloud(environment)) {
    process.stderr.write(`${name} is on this machine; there is nothing to plan. Run pulumi preview --stack ${name}\n`);
    return 1;
  }
  const plan = await planOf(environment, prices === undefined ? undefined : readPrices(prices));
  process.stdout.write(format === 'json' ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
  return 0;
}

main()
  .catch((error: unknown) => {
    if (!(error instanceof ProblemsError)) throw error;
    const lines = error.problems.map((problem) => `  ${formatProblem(problem)}\n`);
    process.stderr.write(`${error.message.split('\n')[0]}\n${lines.join('')}`);
    return 1;
  })
  .then((code) => {
    process.exitCode = code;
  });
