import { z } from 'zod';
import { findingSettingsSchema } from '../../mesh/index.js';
import { CONFIG_NAMESPACE } from './config-keys.js';
import { environmentSchema } from './schema.js';
import type { Switches } from './switches.js';

/** A JSON Schema of draft 7, which every editor reads. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** Key of the provider's region, from which the region of an environment comes where that names none. */
const PROVIDER_REGION = 'alicloud:region';

/** Keys of other programs and providers; a namespace of ours that is nearly right is none of them. */
const OTHER_KEY = `^(?!${CONFIG_NAMESPACE}:)[^:]+:.+$`;

/** What a schema takes, before defaults and transformations. */
function written(schema: z.core.$ZodType): JsonSchema {
  const { $schema: _draft, ...json } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // A section without content is one with its defaults, where the schema says so by what it does first.
      const { def } = zodSchema._zod;
      const isPrepared = def.type === 'pipe' && (def as z.core.$ZodPipeDef).in._zod.def.type === 'transform';
      if (isPrepared && jsonSchema.type === 'object') jsonSchema.type = ['object', 'null'] as never;
    },
  });
  return json;
}

/**
 * What `Pulumi.<environment>.yaml` can hold, for an editor, with descriptions and defaults. It knows the form of each setting; rules between
 * settings, such as ranges that must not overlap, are checked when the file is read.
 *
 * @param switches the scenarios and add-ons of the program
 */
export function environmentJsonSchema(switches: Switches): JsonSchema {
  const kinds = environmentSchema(switches).options;
  const names = kinds.map(({ shape }) => shape.kind.value);
  const kindKey = `${CONFIG_NAMESPACE}:kind`;
  const config = {
    type: 'object',
    required: [kindKey],
    properties: {
      [kindKey]: {
        enum: names,
        description: 'cloud: an ASM instance with its clusters; fleet: behind an ACK One fleet; local: this machine.',
      },
    },
    allOf: kinds.map((kind) => ({
      if: { properties: { [kindKey]: { const: kind.shape.kind.value } }, required: [kindKey] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: configOf(written(kind), kind.shape.kind.value),
    })),
  };
  return {
    $schema: DRAFT,
    title: 'An environment of ASM Blueprints',
    type: 'object',
    required: ['config'],
    properties: { config },
  };
}

/** The keys of one kind of environment with their namespace. */
function configOf(json: JsonSchema, kind: string): JsonSchema {
  const settings = json['properties'] as Readonly<Record<string, unknown>>;
  const required = (json['required'] ?? []) as readonly string[];
  const prefixed = Object.entries(settings).map(([key, schema]): [string, unknown] => [
    `${CONFIG_NAMESPACE}:${key}`,
    schema,
  ]);
  const isLocal = kind === 'local';
  const region = {
    [PROVIDER_REGION]: { type: 'string', description: 'Region in which the provider makes everything.' },
  };
  return {
    properties: { ...Object.fromEntries(prefixed), ...(isLocal ? {} : region) },
    required: [
      ...required.filter((key) => key !== 'region').map((key) => `${CONFIG_NAMESPACE}:${key}`),
      ...(isLocal ? [] : [PROVIDER_REGION]),
    ],
    propertyNames: { anyOf: [{ enum: prefixed.map(([key]) => key) }, { pattern: OTHER_KEY }] },
  };
}

/** What a file of `asm-blueprints analyze --settings` can hold, and the section `findings` of an environment. */
export function findingsJsonSchema(): JsonSchema {
  return { $schema: DRAFT, title: 'Settings of findings of ASM Blueprints', ...written(findingSettingsSchema) };
}
