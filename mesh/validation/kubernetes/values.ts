import { asFields } from '../../model/narrowing.js';
import type { Field } from '../field.js';
import {
  isAnnotationKey,
  isLabelValue,
  isPortName,
  isQualifiedName,
  isRfc1123Label,
  isRfc1123Subdomain,
  labelValueRule,
  rfc1123LabelRule,
  rfc1123SubdomainRule,
} from '../kubernetes-names.js';

/** Checks of single values that many kinds of Kubernetes share. */

/** Reports a text that is not a DNS label; an empty one is reported by whoever needs it. */
export function checkLabelName(field: Field): void {
  if (field.text !== '' && !isRfc1123Label(field.text)) {
    field.error(`\`${field.text}\` is not a name; ${rfc1123LabelRule}`);
  }
}

/** Reports a text that is not a DNS subdomain, as names of objects are. */
export function checkObjectName(field: Field): void {
  if (field.text !== '' && !isRfc1123Subdomain(field.text)) {
    field.error(`\`${field.text}\` is not a name; ${rfc1123SubdomainRule}`);
  }
}

/** Reports a field that is missing or an empty text. */
export function checkGiven(field: Field): boolean {
  if (field.isSet && field.value !== '') {
    return true;
  }
  if (field.isSet) {
    field.error('must not be empty');
  }
  // An absent one is reported where the schema requires it.
  return false;
}

/** Reports a number that is not one of a port. */
export function checkPortNumber(field: Field): void {
  if (typeof field.value === 'number' && (field.value < 1 || field.value > 65535)) {
    field.error(`must be a port from 1 to 65535, not ${field.value}`);
  }
}

/** Reports a port that is neither a number from 1 to 65535 nor a name of a container's port. */
export function checkPortReference(field: Field): void {
  checkPortNumber(field);
  if (typeof field.value === 'string' && !isPortName(field.value)) {
    field.error(
      `\`${field.value}\` is not a port: a number, or a name of at most 15 lower-case letters, digits and dashes`,
    );
  }
}

/** Reports a number below the lowest. */
export function checkLowest(field: Field, lowest: number): void {
  if (typeof field.value === 'number' && field.value < lowest) {
    field.error(`must be at least ${lowest}`);
  }
}

/** Reports what is neither a count nor a percentage. */
export function checkCountOrPercent(field: Field, mostPercent = Number.POSITIVE_INFINITY): void {
  if (typeof field.value === 'number' && field.value < 0) {
    field.error('must not be negative');
  }
  if (typeof field.value === 'string') {
    const percent = /^(\d+)%$/.exec(field.value);
    if (percent === null) {
      field.error(`\`${field.value}\` is neither a number nor a percentage such as 25%`);
    } else if (Number(percent[1]) > mostPercent) {
      field.error(`must be at most ${mostPercent}%`);
    }
  }
}

/** Reports keys and values that labels cannot have. */
export function checkLabelPairs(labels: Field): void {
  if (areLabelPairs(labels.value)) {
    return;
  }
  for (const [key, value] of labels.entries) {
    if (!isQualifiedName(key)) {
      value.error(`\`${key}\` is not the key of a label`);
    }
    if (!isLabelValue(value.text)) {
      value.error(`\`${value.text}\` is not the value of a label; ${labelValueRule}`);
    }
  }
}

/** The same, told without making anything: nearly all labels are right. */
function areLabelPairs(value: unknown): boolean {
  const labels = asFields(value);
  for (const key in labels) {
    const text = labels[key];
    if (!isQualifiedName(key) || (typeof text === 'string' && !isLabelValue(text))) {
      return false;
    }
  }
  return true;
}

/** Reports keys that annotations cannot have. */
export function checkAnnotationKeys(annotations: Field): void {
  for (const [key, value] of annotations.entries) {
    if (!isAnnotationKey(key)) {
      value.error(`\`${key}\` is not the key of an annotation`);
    }
  }
}

/** Reports what a LabelSelector cannot have. */
export function checkLabelSelector(selector: Field): void {
  checkLabelPairs(selector.at('matchLabels'));
  for (const expression of selector.at('matchExpressions').items) {
    const operator = expression.at('operator').text;
    const count = expression.at('values').size;
    if (!isQualifiedName(expression.at('key').text) && expression.has('key')) {
      expression.at('key').error(`\`${expression.at('key').text}\` is not the key of a label`);
    }
    if (['In', 'NotIn'].includes(operator)) {
      if (count === 0) {
        expression.at('values').error(`operator ${operator} needs values`);
      }
    } else if (['Exists', 'DoesNotExist'].includes(operator)) {
      if (count > 0) {
        expression.at('values').error(`operator ${operator} takes no values`);
      }
    } else if (expression.has('operator')) {
      expression.at('operator').error(`\`${operator}\` is not one of In, NotIn, Exists, DoesNotExist`);
    }
  }
}

/** Whether a LabelSelector selects by anything. */
export function isEmptyLabelSelector(selector: Field): boolean {
  return selector.at('matchLabels').size + selector.at('matchExpressions').size === 0;
}

/** Reports the second of two elements with the same text. */
export function checkUnique(fields: readonly Field[], what: string): void {
  if (fields.length < 2) {
    return;
  }
  const seen = new Set<string>();
  for (const field of fields) {
    if (field.text !== '' && seen.has(field.text)) {
      field.error(`the ${what} \`${field.text}\` is given twice`);
    }
    seen.add(field.text);
  }
}
