import type { ChangedAnswer } from './diff.js';

/** What a change does to requests, the gravest first. */
export type ChangeKind = 'lost' | 'failing' | 'opened' | 'unencrypted' | 'encrypted' | 'moved' | 'other';

/** What is counted of each kind; the gravest first. */
const words: Readonly<Record<ChangeKind, string>> = {
  lost: 'no longer allowed',
  failing: 'more errors',
  opened: 'newly allowed',
  unencrypted: 'without mTLS',
  encrypted: 'newly over mTLS',
  moved: 'answered by others',
  other: 'handled otherwise',
};

/** The gravest of what a change does. */
export function kindOfChange({ changes }: ChangedAnswer): ChangeKind {
  const { verdict, mtls, status, versions, redirect } = changes;
  if (verdict?.before === 'allowed') return 'lost';
  if (status !== undefined && errorsOf(status.after) > errorsOf(status.before)) return 'failing';
  if (verdict?.after === 'allowed') return 'opened';
  if (mtls?.before === 'mutual') return 'unencrypted';
  if (mtls?.after === 'mutual') return 'encrypted';
  return versions === undefined && redirect === undefined && verdict === undefined ? 'other' : 'moved';
}

/** Share of the answers that are errors of a server. */
function errorsOf(shares: unknown): number {
  return Object.entries(shares as Readonly<Record<string, number>>).reduce(
    (sum, [status, share]) => sum + (status.startsWith('5') ? share : 0),
    0,
  );
}

/** The changes with the gravest first; those of one kind stay in their order. */
export function gravestFirst(changes: readonly ChangedAnswer[]): readonly ChangedAnswer[] {
  const order = Object.keys(words);
  const rank = (change: ChangedAnswer): number => order.indexOf(kindOfChange(change));
  return [...changes].sort((one, other) => rank(one) - rank(other));
}

/**
 * How many requests change, and how, in one line.
 *
 *     3 requests change their answer: 1 no longer allowed, 2 answered by others
 */
export function totalsOf(changes: readonly ChangedAnswer[]): string {
  const kinds = changes.map(kindOfChange);
  const counts = Object.entries(words).flatMap(([kind, word]) => {
    const count = kinds.filter((one) => one === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const all = changes.length === 1 ? '1 request changes its answer' : `${changes.length} requests change their answer`;
  return `${all}: ${counts.join(', ')}`;
}
