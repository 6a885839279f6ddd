import { parseDuration } from '../istio/duration.js';
import type { Field } from './field.js';

/** Reports a duration finer than a millisecond, which Istio refuses. That it is one at all, the CRD says. */
export function checkDuration(field: Field): void {
  const milliseconds = parseDuration(field.text);
  if (milliseconds !== undefined && milliseconds >= 1 && !Number.isInteger(milliseconds)) {
    field.error('a duration must be whole milliseconds');
  }
}
