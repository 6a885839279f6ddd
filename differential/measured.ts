import type { Answer } from '../mesh/request/index.js';

/** Answers that a real mesh has confirmed, by case, in the order of its requests; null where it did not. */
export type Measured = Record<string, (string | null)[]>;

/** The part of an answer that is measured, in a line: statuses, then the versions that answer with 200. */
export function measurable({ status, outcomes }: Answer): string {
  const versions: Record<string, number> = {};
  for (const outcome of outcomes.filter((one) => one.status === '200')) {
    const name = outcome.version || outcome.host;
    versions[name] = (versions[name] ?? 0) + outcome.probability;
  }
  return `${shares(status)} | ${shares(versions)}`;
}

function shares(values: Readonly<Record<string, number>>): string {
  const entries = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, share]) => `${name} ${Number(share.toFixed(6))}`).join(', ');
}
