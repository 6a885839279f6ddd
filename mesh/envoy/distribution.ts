/** A value with its odds. */
export interface Share<T> {
  /** From 0 to 1. */
  readonly probability: number;
  /** The same if no fault aborts anything: what outcomes are weighed by. */
  readonly reached: number;
  readonly value: T;
}

/** Values with their odds, which add up to 1. */
export type Distribution<T> = readonly Share<T>[];

/** One value for certain. */
export function certain<T>(value: T): Distribution<T> {
  return [{ probability: 1, reached: 1, value }];
}

/** The distribution with other values. */
export function map<T, U>(distribution: Distribution<T>, change: (value: T) => U): Distribution<U> {
  return distribution.map(({ probability, reached, value }) => ({ probability, reached, value: change(value) }));
}

/** What follows from each value, by the odds of both. */
export function then<T, U>(distribution: Distribution<T>, next: (value: T) => Distribution<U>): Distribution<U> {
  return distribution.flatMap(({ probability, reached, value }) => scaled(next(value), probability, reached));
}

/** The distribution as a part of another. */
export function scaled<T>(distribution: Distribution<T>, probability: number, reached = probability): Distribution<T> {
  return probability === 1 && reached === 1
    ? distribution
    : distribution.map((share) => ({
        probability: share.probability * probability,
        reached: share.reached * reached,
        value: share.value,
      }));
}

/** The distribution with equal values added up, in the order of the first of each. */
export function merged<T>(distribution: Distribution<T>, isSame: (one: T, other: T) => boolean): Distribution<T> {
  const shares: Share<T>[] = [];
  for (const share of distribution) {
    const at = shares.findIndex(({ value }) => isSame(value, share.value));
    const known = shares[at];
    if (known === undefined) {
      shares.push(share);
    } else {
      shares[at] = {
        probability: known.probability + share.probability,
        reached: known.reached + share.reached,
        value: known.value,
      };
    }
  }
  return shares;
}
