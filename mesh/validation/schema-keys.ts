import type { z } from 'zod';

/** A schema, as far as its shape tells which keys there can be. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly options?: readonly z.core.$ZodType[];
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
}

/** The forms that a value of a schema can have: what stands behind defaults, transformations and alternatives. */
function formsOf(schema: z.core.$ZodType): Definition[] {
  const definition = schema._zod.def as unknown as Definition;
  const { innerType, options, in: input, out } = definition;
  if (innerType !== undefined) return formsOf(innerType);
  if (options !== undefined) return options.flatMap(formsOf);
  // Of a preprocessed value the output is what is written, of a transformed one the input.
  return [input, out].flatMap((one) => (one === undefined ? [] : formsOf(one))).concat(definition);
}

/** Schemas one step below a form. */
function below({ shape, element, valueType }: Definition, step: PropertyKey): z.core.$ZodType[] {
  return [shape?.[String(step)], element, valueType].filter((one) => one !== undefined);
}

/** What must be set beside a key, so that it is a setting: a discriminator with its values. */
export interface KeyCondition {
  readonly key: string;
  readonly values: readonly string[];
}

/** Under which condition a key is a setting at a path; `undefined` where none is known. */
export function conditionOf(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  key: string,
): KeyCondition | undefined {
  let schemas: readonly z.core.$ZodType[] = [schema];
  for (const step of path) schemas = schemas.flatMap(formsOf).flatMap((form) => below(form, step));
  for (const { _zod } of schemas) {
    const { discriminator, options = [] } = _zod.def as unknown as Definition & { readonly discriminator?: string };
    if (discriminator === undefined) continue;
    const values = options.flatMap(formsOf).flatMap(({ shape = {} }) => {
      const literal = shape[discriminator]?._zod.values;
      return key in shape && literal !== undefined ? [...literal].map(String) : [];
    });
    if (values.length > 0) return { key: discriminator, values };
  }
  return undefined;
}

/**
 * The keys that settings can have at a path, of every form that they can have there; none where any key is allowed.
 *
 * @param path steps from the root of the schema
 */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let schemas: readonly z.core.$ZodType[] = [schema];
  for (const step of path) schemas = schemas.flatMap(formsOf).flatMap((form) => below(form, step));
  return [...new Set(schemas.flatMap(formsOf).flatMap(({ shape }) => Object.keys(shape ?? {})))];
}
