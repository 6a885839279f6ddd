import type { Duration } from 'cdk8s';

const UNITS: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** The longest number of one unit that the Gateway API accepts (GEP-2257). */
const LONGEST_NUMBER = 99_999;

/**
 * A duration as Istio and the Gateway API write it: in the largest unit that is exact (`3m`, `90s`, `500ms`), or in
 * several where that number would be too long (`2m3s456ms`).
 */
export function durationText(duration: Duration): string {
  const milliseconds = duration.toMilliseconds();
  for (const [unit, size] of UNITS) {
    const count = milliseconds / size;
    if (milliseconds !== 0 && Number.isInteger(count) && count <= LONGEST_NUMBER) return `${count}${unit}`;
  }
  let rest = milliseconds;
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === '' ? '0s' : text;
}
