import type { Answer } from '../mesh/request/index.js';

/** What was measured. */
export interface Seen {
  readonly status: Readonly<Record<string, number>>;
  readonly version: Readonly<Record<string, number>>;
  /** The last `Location` of a redirect. */
  readonly location?: string;
  readonly error?: string;
}

/** Standard deviations of a share that chance explains: one wrong alarm in some 10,000 comparisons. */
const spread = 4;

/** Every way in which measurement and prediction differ: statuses, where redirects lead, and versions among the answers 200. */
export function disagreements(answer: Answer, seen: Seen): readonly string[] {
  const found = [...differences('status', answer.status, seen.status)];
  if (answer.redirect !== null && seen.location !== undefined && answer.redirect !== seen.location) {
    found.push(`redirect: predicted ${answer.redirect}, measured ${seen.location}`);
  }
  const versions: Record<string, number> = {};
  for (const { workload, version, probability, host, status } of answer.outcomes) {
    if (status === '200') {
      const name = workload === '' && version === '' ? host : version;
      versions[name] = (versions[name] ?? 0) + probability;
    }
  }
  const measured = Object.fromEntries(Object.entries(seen.version).filter(([name]) => name !== ''));
  const total = Object.values(versions).reduce((sum, share) => sum + share, 0);
  const isReached = (seen.status['200'] ?? 0) > 0 && (answer.status['200'] ?? 0) > 0 && total > 0;
  const predicted = Object.fromEntries(Object.entries(versions).map(([name, share]) => [name, share / total]));
  return isReached ? [...found, ...differences('version', predicted, measured)] : found;
}

function differences(
  what: string,
  predicted: Readonly<Record<string, number>>,
  measured: Readonly<Record<string, number>>,
): readonly string[] {
  const count = Object.values(measured).reduce((sum, number) => sum + number, 0);
  const names = new Set([...Object.keys(predicted), ...Object.keys(measured)]);
  for (const name of names) {
    const share = predicted[name] ?? 0;
    const deviation = Math.sqrt(share * (1 - share) * count);
    if (Math.abs((measured[name] ?? 0) - share * count) > spread * deviation + 1e-6) {
      return [`${what}: predicted ${JSON.stringify(predicted)}, measured ${JSON.stringify(measured)}`];
    }
  }
  return [];
}
