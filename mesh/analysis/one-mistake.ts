import type { MeshObject } from '../model/index.js';
import type { FieldPath } from '../yaml/positions.js';
import type { Finding } from './finding.js';

/** Codes of findings about something that does not exist. */
const missing = 'IST0101';

/** Codes of findings about what an API server refuses, so that nothing with such a name can exist. */
const refused: ReadonlySet<string> = new Set(['IST0106', 'ASM0018']);

/** Codes of findings about requests that go wrong, whatever the cause. */
const consequences: ReadonlySet<string> = new Set(['ASM0022', 'ASM0023']);

/** Codes of findings that say why requests go wrong at an object. */
const causes: ReadonlySet<string> = new Set([
  'IST0101',
  'IST0106',
  'IST0112',
  'IST0145',
  'IST0173',
  'IST0174',
  'ASM0002',
  'ASM0007',
  'ASM0008',
  'ASM0009',
  'ASM0010',
  'ASM0014',
  'ASM0018',
  'ASM0024',
  'ASM0026',
  'ASM0031',
  'ASM0032',
]);

/**
 * Leaves out findings of which another one is the reason: that something does not exist, where its name is refused anyway; and that requests go
 * wrong, where another finding about the object says why.
 *
 * @param findings of whatever order, which is kept
 */
export function withoutRepetitions(findings: readonly Finding[]): readonly Finding[] {
  const reasons = new Map<MeshObject, FieldPath[]>();
  const explained = new Set<MeshObject>();
  for (const { code, object, field } of findings) {
    if (causes.has(code)) {
      explained.add(object);
    }
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
      !(consequences.has(code) && explained.has(object)) &&
      (code !== missing || reasons.get(object)?.some((reason) => isSamePlace(reason, field)) !== true),
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
