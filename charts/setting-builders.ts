import * as zod from 'zod';

/**
 * The builders of zod for the settings of scenarios and add-ons: those of which an environment file can hold values. They are the package's
 * own zod, so that a schema and what reads it are of one version.
 *
 * @see https://zod.dev/api
 */
export const z = {
  array: zod.array,
  boolean: zod.boolean,
  discriminatedUnion: zod.discriminatedUnion,
  email: zod.email,
  enum: zod.enum,
  int: zod.int,
  literal: zod.literal,
  number: zod.number,
  object: zod.object,
  record: zod.record,
  strictObject: zod.strictObject,
  string: zod.string,
  union: zod.union,
  unknown: zod.unknown,
  url: zod.url,
} as const;

/** The settings that a schema describes, with their defaults filled in. */
export type SettingsOf<Schema extends zod.ZodType> = zod.infer<Schema>;
