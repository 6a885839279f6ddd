import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ProblemsError } from '../../mesh/index.js';
import { fieldPath } from '../../mesh/validation/field-path.js';
import type { Plan } from './plan.js';

const lineSchema = z.object({
  bucket: z.string(),
  item: z.string(),
  quantity: z.number(),
  most: z.number().optional(),
  unit: z.string(),
  monthly: z.number().optional(),
});

const earlierSchema = z.object({
  environment: z.string(),
  resources: z.record(z.string(), z.number()),
  public: z.array(z.object({ resource: z.string(), reach: z.string() })),
  cost: z.object({ currency: z.string().optional(), lines: z.array(lineSchema) }),
});

/** What a comparison needs of a plan that was printed before. */
export type EarlierPlan = z.infer<typeof earlierSchema>;

type Line = EarlierPlan['cost']['lines'][number];

/** Reads a plan that `--format json` printed. @throws ProblemsError when the file is none */
export function readPlan(file: string): EarlierPlan {
  const problem = (message: string): ProblemsError =>
    new ProblemsError('The plan to compare with cannot be read:', [
      {
        code: 'PLAN_INVALID',
        place: file,
        message,
        fix: 'give a file that npm run plan -- ENV --format json has printed',
      },
    ]);
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw problem(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  const result = earlierSchema.safeParse(document);
  if (!result.success)
    throw problem(result.error.issues.map(({ path, message }) => `${fieldPath(path)}: ${message}`).join(', '));
  return result.data;
}

/** What differs between a plan that was printed before and one of now, a line each; none when nothing does. */
export function comparePlans(before: EarlierPlan, after: EarlierPlan | Plan): readonly string[] {
  const kinds = [...new Set([...Object.keys(before.resources), ...Object.keys(after.resources)])].sort();
  const counts = kinds.flatMap((kind) => {
    const [was, is] = [before.resources[kind] ?? 0, after.resources[kind] ?? 0];
    return was === is ? [] : [`resources ${kind}: ${was} -> ${is}`];
  });
  const publicOf = (plan: EarlierPlan | Plan) => plan.public.map(({ resource, reach }) => `${resource}: ${reach}`);
  const [wasPublic, isPublic] = [publicOf(before), publicOf(after)];
  return [
    ...counts,
    ...isPublic.filter((one) => !wasPublic.includes(one)).map((one) => `now reached from the Internet: ${one}`),
    ...wasPublic.filter((one) => !isPublic.includes(one)).map((one) => `no longer reached from the Internet: ${one}`),
    ...costChanges(before, after),
  ];
}

function costChanges(before: EarlierPlan, after: EarlierPlan | Plan): string[] {
  const lines = new Map<string, { was?: Line; is?: Line }>();
  const keyOf = ({ bucket, item }: Pick<Line, 'bucket' | 'item'>): string => `${bucket}: ${item}`;
  for (const line of before.cost.lines) lines.set(keyOf(line), { was: line });
  for (const line of after.cost.lines as readonly Line[]) {
    lines.set(keyOf(line), { ...lines.get(keyOf(line)), is: line });
  }
  const changes = [...lines].flatMap(([key, { was, is }]) => {
    const unit = (is ?? was)?.unit ?? '';
    const amount = amountWords((is?.monthly ?? 0) - (was?.monthly ?? 0), after.cost.currency);
    return rangeOf(was) === rangeOf(is) && amount === ''
      ? []
      : [`${key}: ${rangeOf(was)} -> ${rangeOf(is)} ${unit}${amount}`];
  });
  const sumOf = (plan: EarlierPlan | Plan): number =>
    plan.cost.lines.reduce((total, { monthly }) => total + (monthly ?? 0), 0);
  const sum = amountWords(sumOf(after) - sumOf(before), after.cost.currency);
  return sum === '' ? changes : [...changes, `a month, of what has a price:${sum}`];
}

const rangeOf = (line: Line | undefined): string =>
  line === undefined ? '0' : line.most === undefined ? String(line.quantity) : `${line.quantity}-${line.most}`;

function amountWords(difference: number, currency = ''): string {
  const rounded = Math.round(difference * 100) / 100;
  return rounded === 0 ? '' : `  ${rounded > 0 ? '+' : ''}${rounded.toFixed(2)} ${currency}`.trimEnd();
}
