import { asFields, type Fields } from '../model/narrowing.js';
import type { FieldPath } from '../yaml/positions.js';
import { Coverage, type FieldCoverage } from './coverage.js';

/** A field that is given and not modelled. */
export interface Gap {
  readonly path: FieldPath;
  readonly coverage: Coverage;
  /** What is given there. */
  readonly value: unknown;
}

const known = new WeakMap<FieldCoverage, readonly string[]>();

/** The fields of a tree that lead to something that is not modelled. */
function leadingFields(fields: Exclude<FieldCoverage, Coverage>): readonly string[] {
  let leading = known.get(fields);
  if (leading === undefined) {
    leading = Object.keys(fields).filter((key) => {
      const part = fields[key];
      return part instanceof Coverage ? part.state === 'not-modelled' : part !== undefined && hasGaps(part);
    });
    known.set(fields, leading);
  }
  return leading;
}

/** Whether anything of a tree is not modelled, so that objects have to be looked at. */
export function hasGaps(fields: FieldCoverage): boolean {
  return fields instanceof Coverage ? fields.state === 'not-modelled' : leadingFields(fields).length > 0;
}

/** The fields of a value that are given and not modelled; of several places with the same effect the first. */
export function gapsIn(value: unknown, fields: FieldCoverage, at: FieldPath = []): readonly Gap[] {
  const found = new Map<Coverage, Gap>();
  if (hasGaps(fields)) {
    visit(value, fields, at, {}, found);
  }
  return [...found.values()];
}

function visit(
  value: unknown,
  fields: FieldCoverage,
  path: FieldPath,
  siblings: Fields,
  found: Map<Coverage, Gap>,
): void {
  if (fields instanceof Coverage) {
    if (!found.has(fields) && matters(value, siblings, fields)) {
      found.set(fields, { path, coverage: fields, value });
    }
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((element, index) => {
      visit(element, fields, [...path, index], siblings, found);
    });
    return;
  }
  const object = asFields(value);
  if (object === undefined) {
    return;
  }
  for (const key of leadingFields(fields)) {
    const part = fields[key];
    const names = key === '*' ? Object.keys(object).filter((name) => !Object.hasOwn(fields, name)) : [key];
    for (const name of names) {
      if (part !== undefined && Object.hasOwn(object, name)) {
        visit(object[name], part, [...path, name], object, found);
      }
    }
  }
}

/** Whether a value is given and may change something. */
function matters(value: unknown, siblings: Fields, { condition }: Coverage): boolean {
  const isGiven =
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
  return (
    isGiven &&
    condition.unless?.includes(value) !== true &&
    (condition.when === undefined || condition.when(value, siblings))
  );
}
