import { checkSubsetName } from '../destinations.js';
import { checkExportTo } from '../export-to.js';
import type { Field } from '../field.js';
import { checkLabels, checkSelector } from '../labels.js';
import { checkWildcardDomain } from '../names.js';
import { checkTrafficPolicy } from '../traffic-policy.js';

/** The rules of a DestinationRule (https://istio.io/latest/docs/reference/config/networking/destination-rule/). */
export function checkDestinationRule(spec: Field, namespace: string): void {
  checkWildcardDomain(spec.at('host'));
  checkTrafficPolicy(spec.at('trafficPolicy'), namespace);
  const names = new Set<string>();
  for (const subset of spec.at('subsets').items) {
    const name = subset.at('name');
    if (names.has(name.text)) {
      name.error(`the subset \`${name.text}\` is given twice`);
    }
    names.add(name.text);
    checkSubsetName(name);
    checkLabels(subset.at('labels'));
    // Istio gives the warnings about the policy of the whole rule only.
    checkTrafficPolicy(subset.at('trafficPolicy').errorsOnly, namespace);
  }
  checkExportTo(spec.at('exportTo'), namespace, spec.has('workloadSelector') ? 'selected-rule' : 'other');
  checkSelector(spec.at('workloadSelector'), 'matchLabels');
}
