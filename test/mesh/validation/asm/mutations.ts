import type { Schema } from '../../../../mesh/validation/schema/schema.js';
import { type Place, withValue } from '../../kinds/mutations.js';

/** An object with one mistake, and the field that a refusal must name. */
export interface Mutation {
  readonly what: string;
  readonly place: Place;
  readonly object: unknown;
}

/** A value of every type, to find one that a field does not take. */
const ofOtherTypes: readonly unknown[] = ['a text', 7.5, -0.5, true, ['a list'], [[]], { a: 'section' }];

/**
 * The mistakes that can be made in an object, as its field table has them: at each field a value of each wrong type, a number or a length
 * outside of its limits, a value that is not one of those allowed; beside each field an unknown one; each required field left out.
 */
export function mutationsOf(object: unknown, schema: Schema): readonly Mutation[] {
  return [...walk(object, object, schema, [])];
}

function* walk(root: unknown, value: unknown, schema: Schema, place: Place): Generator<Mutation> {
  const put = (what: string, at: Place, other: unknown): Mutation => ({
    what,
    place: at,
    object: withValue(root, at, other),
  });
  if (place.length > 0) {
    for (const other of ofOtherTypes) {
      if (!schema.isOfType(other)) {
        yield put(`${typeof other} for ${schema.type}`, place, other);
      }
    }
    yield* outside(schema).map(([what, other]) => put(what, place, other));
  }
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      if (schema.elements !== undefined) {
        yield* walk(root, element, schema.elements, [...place, index]);
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    const fields = value as Readonly<Record<string, unknown>>;
    if (!schema.isOpen) {
      yield put('an unknown field', [...place, 'aFieldOfNoVersion'], 1);
    }
    for (const name of schema.required) {
      const { [name]: _, ...others } = fields;
      yield { what: 'a required field left out', place: [...place, name], object: withValue(root, place, others) };
    }
    for (const [name, child] of Object.entries(fields)) {
      const inner = schema.field(name);
      if (inner !== undefined) {
        yield* walk(root, child, inner, [...place, name]);
      }
    }
  }
}

/** Values of the right type that limits do not allow. */
function outside({ type, node }: Schema): readonly (readonly [what: string, value: unknown])[] {
  const [lowest, highest] = [node.l, node.h];
  const isNumber = type === 'integer' || type === 'number';
  return [
    ...(isNumber && lowest !== undefined ? [['below the lowest', lowest - 1] as const] : []),
    ...(isNumber && highest !== undefined ? [['above the highest', highest + 1] as const] : []),
    ...(type === 'string' && node.e !== undefined ? [['not one of those allowed', 'NotAllowed'] as const] : []),
    ...(type === 'string' && (lowest ?? 0) > 0 ? [['empty', ''] as const] : []),
    ...(type === 'array' && (lowest ?? 0) > 0 ? [['an empty list', []] as const] : []),
    ...(type === 'object' && (lowest ?? 0) > 0 ? [['an empty section', {}] as const] : []),
  ];
}
