import type { Duration } from 'cdk8s';

const UNITS: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** A duration as Istio and the Gateway API write it, in the largest unit that is exact: `3m`, `90s`, `500ms`. */
export function durationText(duration: Duration): string {
  const milliseconds = duration.toMilliseconds();
  for (const [unit, size] of UNITS) {
    if (milliseconds !== 0 && milliseconds % size === 0) return `${milliseconds / size}${unit}`;
  }
  return '0s';
}
