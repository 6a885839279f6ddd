import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { z } from 'zod';
import { ProblemsError } from '../../mesh/index.js';
import type { Prices } from './cost-sheet.js';

const pricesSchema = z.strictObject({
  currency: z.string().min(1),
  monthly: z.record(z.string(), z.number().nonnegative()),
});

/** Reads a price file. @throws ProblemsError when it is none */
export function readPrices(file: string): Prices {
  const problem = (message: string) =>
    new ProblemsError('The price file cannot be read:', [
      {
        code: 'PRICES_INVALID',
        place: file,
        message,
        fix: 'give currency, and monthly with prices by item of the cost sheet',
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
