import type { Field } from './field.js';
import { isDnsLabel } from './names.js';

const name = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Reports keys and values that no label can have. */
export function checkLabels(labels: Field): void {
  for (const [key, value] of labels.entries) {
    if (!isLabelKey(key)) {
      value.error(`\`${key}\` is no label key`);
    }
    if (value.text !== '' && !name.test(value.text)) {
      value.error(`\`${value.text}\` is no label value`);
    }
  }
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const own = key.slice(slash + 1);
  const prefix = key.slice(0, Math.max(slash, 0));
  return (
    name.test(own) && own.length <= 63 && (slash < 0 || (prefix.length <= 253 && prefix.split('.').every(isDnsLabel)))
  );
}

/**
 * Reports a workload selector with an empty key or a wildcard, and warns of one without labels, which selects every workload.
 *
 * @returns whether it can be used.
 */
export function checkSelector(selector: Field, labelsField: 'labels' | 'matchLabels'): boolean {
  if (!selector.isSet) {
    return true;
  }
  let isUsable = true;
  for (const [key, value] of selector.at(labelsField).entries) {
    if (key === '') {
      value.error('a selector needs a key');
      isUsable = false;
    }
    if (key.includes('*') || value.text.includes('*')) {
      value.error('a selector takes no wildcard');
      isUsable = false;
    }
  }
  if (selector.at(labelsField).size === 0) {
    selector.warning('the selector has no labels, so it selects every workload');
  }
  return isUsable;
}
