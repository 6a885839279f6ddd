import type { RuleGroup } from '../../observability/objectives/rule-groups.js';

/** Rules, and what is expected of them over given series, as `promtool test rules` reads both. */
export interface Scenario {
  readonly name: string;
  readonly rules: readonly RuleGroup[];
  /** How often the rules are evaluated; their groups may ask for it. */
  readonly interval: string;
  readonly tests: readonly object[];
}

/** A counter that grows by the same number of events every minute. */
export function counter(metric: string, labels: Readonly<Record<string, string>>, perMinute: number, minutes: number) {
  const text = Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',');
  return { series: `${metric}{${text}}`, values: `0+${perMinute}x${minutes}` };
}
