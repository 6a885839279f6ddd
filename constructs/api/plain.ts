import { Lazy } from 'cdk8s';
import { isLateValue } from '../late-value.js';

/** Says that a value is more than plain data, so that cdk8s must render it. */
export const NOT_PLAIN = Symbol('not plain');

/** A copy with sorted keys and without undefined and null, as cdk8s writes it; NOT_PLAIN where cdk8s must do it. */
export function plain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return typeof value === 'function' ? NOT_PLAIN : value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const copy = plain(item);
      if (copy === NOT_PLAIN) return NOT_PLAIN;
      items.push(copy);
    }
    return items;
  }
  if (value instanceof Lazy) return plain(value.produce());
  // Left as it is for the check that names its place; cdk8s would fail on it without a place.
  if (isLateValue(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return NOT_PLAIN;
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const key of sortedKeys(source)) {
    const copy = plain(source[key]);
    if (copy === NOT_PLAIN) return NOT_PLAIN;
    if (copy !== undefined) result[key] = copy;
  }
  return result;
}

/** Keys in the order of their code units, as `sort` gives them; most objects have them so, or have a single one. */
export function sortedKeys(source: object): string[] {
  const keys = Object.keys(source);
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.sort();
  }
  return keys;
}
