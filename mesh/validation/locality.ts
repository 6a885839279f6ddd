import type { Field } from './field.js';

const topologyLabels = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/** The rules of load balancing by locality: distribution, failover, priorities. */
export function checkLocalityLoadBalancing(
  setting: Field,
  hasOutlierDetection: boolean,
  kind: 'locality' | 'zone-aware',
): void {
  if (!setting.isSet) {
    return;
  }
  const [distribute, failover, priority] = [
    setting.at('distribute'),
    setting.at('failover'),
    setting.at('failoverPriority'),
  ];
  if (distribute.size > 0 && failover.size > 0) {
    setting.error('distribute and failover exclude each other');
    return;
  }
  for (const label of priority.texts) {
    if ((kind === 'zone-aware' || failover.size > 0) && topologyLabels.includes(label.text)) {
      label.error(`\`${label.text}\` does not go with ${kind === 'zone-aware' ? 'zoneAwareLbSetting' : 'failover'}`);
    }
  }
  checkDistribution(distribute);
  if ((failover.size > 0 || priority.size > 0) && !hasOutlierDetection) {
    setting.warning('failover does nothing without outlier detection, which finds the hosts that fail');
  }
  for (const step of failover.items) {
    const [from, to] = [step.at('from').text, step.at('to').text];
    if (from === to) {
      step.error('failover must lead to another region');
    }
    if (`${from}${to}`.includes('/')) {
      step.error('failover is between regions, without zones');
    }
    if (`${from}${to}`.includes('*')) {
      step.error('failover takes no wildcard');
    }
  }
}

function checkDistribution(distribute: Field): void {
  for (const rule of distribute.items) {
    const weights = rule.at('to').entries;
    const wrong = weights.find(([, weight]) => weight.number <= 0 || weight.number > 100);
    const total = weights.reduce((sum, [, weight]) => sum + weight.number, 0);
    if (wrong !== undefined) {
      wrong[1].error('a weight must be between 1 and 100');
      return;
    }
    if (total !== 100) {
      rule.at('to').error(`the weights sum to ${total}, not to 100`);
      return;
    }
    checkLocalities(weights.map(([locality, field]) => ({ locality, field })));
  }
  checkLocalities(distribute.items.map((rule) => ({ locality: rule.at('from').text, field: rule.at('from') })));
}

/** Localities of a list must be well formed and not contain one another. */
function checkLocalities(localities: readonly { readonly locality: string; readonly field: Field }[]): void {
  const seen: (readonly string[])[] = [];
  for (const { locality, field } of localities) {
    const parts = locality.split('/');
    const wildcards = [...locality].filter((character) => character === '*').length;
    if (wildcards > 1 || (wildcards === 1 && !locality.endsWith('*'))) {
      field.error(`\`${locality}\` may have one wildcard, at its end`);
      return;
    }
    if (parts.slice(0, 3).some((part) => part === '')) {
      field.error(`\`${locality}\` must be region/zone/subzone with no part empty`);
      return;
    }
    if (seen.some((other) => overlaps(other, parts))) {
      field.error(`\`${locality}\` overlaps another locality of the list`);
      return;
    }
    seen.push(parts);
  }
}

function overlaps(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    if (one[index] === '*') {
      return true;
    }
    if (one[index] !== other[index]) {
      return false;
    }
  }
  return one.length <= other.length;
}
