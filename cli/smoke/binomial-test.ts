/**
 * Probability, if each of `trials` requests goes to a version with probability `share`, of a count that is at most
 * as likely as the one observed: the exact two-sided binomial test.
 *
 * @param successes requests that the version answered
 * @param trials all requests
 * @param share 0 to 1
 * @returns 0 to 1; 0 where the count is impossible
 * @see https://en.wikipedia.org/wiki/Binomial_test
 */
export function binomialTest(successes: number, trials: number, share: number): number {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} of ${trials} is no count of successes`);
  }
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${share} is no probability`);
  const logFactorials = logFactorialsTo(trials);
  const observed = logProbability(successes, trials, share, logFactorials);
  if (observed === -Infinity) return 0;
  // Counts that are equally likely differ in the last digits, by rounding.
  const limit = observed + 1e-9;
  let total = 0;
  for (let count = 0; count <= trials; count++) {
    const log = logProbability(count, trials, share, logFactorials);
    if (log <= limit) total += Math.exp(log);
  }
  return Math.min(1, total);
}

function logProbability(successes: number, trials: number, share: number, logFactorials: Float64Array): number {
  const failures = trials - successes;
  const ways = (logFactorials[trials] ?? 0) - (logFactorials[successes] ?? 0) - (logFactorials[failures] ?? 0);
  return ways + power(share, successes) + power(1 - share, failures);
}

/** log(base ^ exponent), with 0 ^ 0 = 1. */
function power(base: number, exponent: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(base);
}

function logFactorialsTo(limit: number): Float64Array {
  const logs = new Float64Array(limit + 1);
  for (let number = 2; number <= limit; number++) logs[number] = (logs[number - 1] ?? 0) + Math.log(number);
  return logs;
}

/**
 * Probability below which a count is taken for a wrong configuration rather than for chance. A run makes about ten
 * tests, so chance alone fails one run in ten thousand.
 */
export const SIGNIFICANCE = 1e-5;

/** What a test of several shares found. */
export interface SplitTest {
  /** Whether the counts are what the sample size allows. */
  readonly passed: boolean;
  /** Of the least likely count, multiplied by the number of versions (Bonferroni), at most 1. */
  readonly pValue: number;
}

/**
 * Tests counts by version against the weights of a route: one exact binomial test a version, with Bonferroni's correction.
 *
 * Unlike a chi-square test this is exact for small counts and for weights of 0 and 100, which stages of a canary have.
 * A version that no weight names counts as one of weight 0.
 *
 * @param weights relative, as Istio takes them: 90 and 10 are the same as 9 and 1
 */
export function splitTest(
  counts: Readonly<Record<string, number>>,
  weights: Readonly<Record<string, number>>,
): SplitTest {
  const versions = [...new Set([...Object.keys(weights), ...Object.keys(counts)])];
  const trials = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const whole = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  if (trials === 0 || whole === 0) return { passed: false, pValue: 0 };
  const pValues = versions.map((version) =>
    binomialTest(counts[version] ?? 0, trials, (weights[version] ?? 0) / whole),
  );
  const pValue = Math.min(1, Math.min(...pValues) * versions.length);
  return { passed: pValue >= SIGNIFICANCE, pValue };
}
