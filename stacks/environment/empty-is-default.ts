import { z } from 'zod';

const emptiable = new WeakSet<z.core.$ZodType>();

/** A section that stands for its defaults where nothing is written below its key, as in `hello:`. */
export function emptyIsDefault<Schema extends z.ZodType>(schema: Schema) {
  const section = z.preprocess((written) => written ?? {}, schema);
  emptiable.add(section);
  return section;
}

/** Whether {@link emptyIsDefault} has made a schema. */
export function mayBeEmpty(schema: z.core.$ZodType): boolean {
  return emptiable.has(schema);
}
