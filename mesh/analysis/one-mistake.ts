import type { MeshObject } from '../model/index.js';
import type { FieldPath } from '../yaml/positions.js';
import type { Finding } from './finding.js';

/** Codes of findings about something that does not exist. */
const missing = 'IST0101';

/** Codes of findings about what an API server refuses, so that nothing with such a name can exist. */
const refused: ReadonlySet<string> = new Set(['IST0106', 'ASM0018']);

/**
 * Leaves out findings of which another one is the reason: that something does not exist, where its name is refused anyway.
 *
 * @param findings of whatever order, which is kept
 */
export function withoutRepetitions(findings: readonly Finding[]): readonly Finding[] {
  const reasons = new Map<MeshObject, FieldPath[]>();
  for (const { code, object, field } of findings) {
    if (refused.has(code)) {
      const fields = reasons.get(object);
      if (fields === undefined) {
        reasons.set(object, [field]);
      } else {
        fields.push(field);
      }
    }
  }
  return findings.filter(
    ({ code, object, field }) =>
      code !== missing || reasons.get(object)?.some((reason) => isSamePlace(reason, field)) !== true,
  );
}

/** Whether two fields are the same or one is in the other, objects as a whole left out. */
function isSamePlace(one: FieldPath, other: FieldPath): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    if (one[index] !== other[index]) {
      return false;
    }
  }
  return length > 2;
}
