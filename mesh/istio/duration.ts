const unitMilliseconds: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
const whole = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/**
 * The milliseconds of a duration as Istio and Kubernetes write it (`500ms`, `2s`, `1h30m`; also `0`), as Go's `time.ParseDuration`
 * reads it. Undefined when it is none.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0' || text === '+0' || text === '-0') {
    return 0;
  }
  if (!whole.test(text)) {
    return undefined;
  }
  let milliseconds = 0;
  for (const [, amount, unit] of text.matchAll(part)) {
    milliseconds += Number(amount) * (unitMilliseconds.get(unit ?? '') ?? 0);
  }
  // Sums of fractions such as 1.1s must not look finer than a millisecond.
  const rounded = Math.round(milliseconds * 1e6) / 1e6;
  return text.startsWith('-') ? -rounded : rounded;
}
