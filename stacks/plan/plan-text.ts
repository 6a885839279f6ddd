import { BUCKETS } from './cost-line.js';
import type { Plan } from './plan.js';

/** A plan for a person to read. */
export function planText(plan: Plan): string {
  const lines = [`Plan of ${plan.environment} in ${plan.region}: ${plan.total} resources`, ''];
  const entries = Object.entries(plan.resources);
  const width = Math.max(...entries.map(([kind]) => kind.length));
  for (const [kind, count] of entries) lines.push(`  ${kind.padEnd(width)} ${String(count).padStart(4)}`);
  lines.push('', 'Order of creation (deletion goes the other way):', `  ${plan.order.join(', ')}`);
  lines.push('', 'Reached from the Internet:');
  for (const { resource, reach } of plan.public) lines.push(`  ${resource}: ${reach}`);
  if (plan.public.length === 0) lines.push('  nothing');
  lines.push('', 'Kept by a destroy:');
  for (const { what, why } of plan.kept) lines.push(`  ${what}: ${why}`);
  if (plan.kept.length === 0) lines.push('  nothing');
  lines.push('', 'Cost sheet (a month; quantities, and amounts for what the price file names):');
  for (const bucket of BUCKETS) {
    const inBucket = plan.cost.lines.filter((line) => line.bucket === bucket);
    lines.push(`  ${bucket}`);
    for (const { item, quantity, most, unit, monthly } of inBucket) {
      const range = most === undefined ? String(quantity) : `${quantity}-${most}`;
      const amount = monthly === undefined ? '' : `  ${monthly.toFixed(2)} ${plan.cost.currency}`;
      lines.push(`    ${item.padEnd(28)} ${range.padStart(9)} ${unit}${amount}`);
    }
    if (inBucket.length === 0) lines.push('    nothing');
  }
  const priced = plan.cost.lines.filter(({ monthly }) => monthly !== undefined);
  if (priced.length > 0) {
    const sum = priced.reduce((total, { monthly }) => total + (monthly ?? 0), 0);
    const missing = plan.cost.lines.length - priced.length;
    lines.push(`  Sum of what has a price: ${sum.toFixed(2)} ${plan.cost.currency}; ${missing} lines have none`);
  }
  return `${lines.join('\n')}\n`;
}
