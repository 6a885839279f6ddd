/** How grave an alert is: `page` wakes somebody, `ticket` waits for the next day. */
export type Severity = 'page' | 'ticket';

/** A window in which the error budget burns, and a shorter one that ends the alert soon after the fault ends. */
export interface BurnRate {
  readonly severity: Severity;
  readonly long: string;
  readonly short: string;
  /** How many times faster than allowed the budget of thirty days burns. */
  readonly factor: number;
  /** Seconds of the long window. */
  readonly seconds: number;
}

const HOUR = 3600;

/**
 * Multi-window, multi-burn-rate alerts of Google's SRE workbook: 2 % of the budget in an hour, 5 % in six, 10 % in a day or in three.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export const BURN_RATES: readonly BurnRate[] = [
  { severity: 'page', long: '1h', short: '5m', factor: 14.4, seconds: HOUR },
  { severity: 'page', long: '6h', short: '30m', factor: 6, seconds: 6 * HOUR },
  { severity: 'ticket', long: '1d', short: '2h', factor: 3, seconds: 24 * HOUR },
  { severity: 'ticket', long: '3d', short: '6h', factor: 1, seconds: 72 * HOUR },
];

/** Every window, the shortest first; rates are recorded over the first. */
export const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

/**
 * The share of bad requests at which a burn rate alerts; `undefined` where even a total outage does not burn the budget that fast, as with
 * an objective of 50 %.
 *
 * @param budget share of the requests that may be bad, 0 to 1
 */
export function thresholdOf({ factor }: BurnRate, budget: number): number | undefined {
  const threshold = Number((factor * budget).toFixed(8));
  return threshold < 1 ? threshold : undefined;
}
