/**
 * `npm run plan -- ENV [--format text|json] [--prices FILE]`: what an environment would come to, without credentials.
 *
 * Exit codes: 0 printed, 1 the environment or the price file is wrong, 2 unknown arguments.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load } from 'js-yaml';
import { z } from 'zod';
import { formatProblem, ProblemsError } from '../../mesh/index.js';
import { isCloud, readEnvironment } from '../environment/index.js';
import type { Prices } from './cost-sheet.js';
import { planOf } from './plan.js';
import { planText } from './plan-text.js';

const USAGE = 'usage: npm run plan -- ENV [--format text|json] [--prices FILE]';

const pricesSchema = z.strictObject({
  currency: z.string().min(1),
  monthly: z.record(z.string(), z.number().nonnegative()),
});

function readPrices(file: string): Prices {
  const problem = (message: string) =>
    new ProblemsError('The price file cannot be read:', [
      {
        code: 'PRICES_INVALID',
        place: file,
        message,
        mend: 'give currency, and monthly with prices by item of the cost sheet',
      },
    ]);
  let document: unknown;
  try {
    document = load(readFileSync(file, 'utf8'));
  } catch (error) {
    throw problem(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  const result = pricesSchema.safeParse(document);
  if (!result.success)
    throw problem(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', '));
  return result.data;
}

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
