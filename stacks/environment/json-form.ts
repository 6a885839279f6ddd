import { z } from 'zod';
import { findingCodes } from '../../mesh/analysis/index.js';
import { mayBeEmpty } from './empty-is-default.js';
import { SECRET_PLACEHOLDER } from './secrets.js';

/** A JSON Schema of draft 7, which every editor reads. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Mutable = Record<string, unknown>;

/** What a schema takes, before defaults and transformations. */
export function jsonForm(schema: z.core.$ZodType): JsonSchema {
  const { $schema: _draft, ...json } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (mayBeEmpty(zodSchema)) allowEmpty(jsonSchema as Mutable);
      if (zodSchema instanceof z.ZodObject) omitOptional(zodSchema.shape, jsonSchema as Mutable);
      addRules(zodSchema, jsonSchema as Mutable);
    },
  });
  return json;
}

function allowEmpty(json: Mutable): void {
  if (json['type'] === 'object') json['type'] = ['object', 'null'];
  else if (Array.isArray(json['anyOf'])) json['anyOf'].push({ type: 'null' });
}

/** A section that may be empty may be left out as well. */
function omitOptional(shape: Readonly<Record<string, z.core.$ZodType>>, json: Mutable): void {
  const required = (json['required'] ?? []) as readonly string[];
  const asked = required.filter((key) => {
    const schema = shape[key];
    return schema === undefined || !mayBeEmpty(schema);
  });
  if (asked.length < required.length) json['required'] = asked;
}

/** What editors say of a text that breaks a pattern: the words of our own messages. */
function addRules(schema: z.core.$ZodType, json: Mutable): void {
  const checks = (schema._zod.def as { checks?: readonly z.core.$ZodCheck[] }).checks ?? [];
  const rules = checks.flatMap(({ _zod: { def } }) => {
    const { format, error } = def as { format?: string; error?: (issue: never) => unknown };
    const rule = format === 'regex' ? error?.({} as never) : undefined;
    return typeof rule === 'string' ? [rule] : [];
  });
  const [rule] = rules;
  if (rules.length === 1 && typeof json['pattern'] === 'string') json['patternErrorMessage'] = rule;
}

/** A section in which every text that may be a secret of the stack can be written as Pulumi encrypts it. */
export function withSecrets(form: unknown): unknown {
  if (Array.isArray(form)) return form.map(withSecrets);
  if (typeof form !== 'object' || form === null) return form;
  const json = form as JsonSchema;
  if (json['type'] !== 'string') {
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, withSecrets(value)]));
  }
  const patterns = [json, ...((json['allOf'] ?? []) as JsonSchema[])].flatMap(({ pattern }) => pattern ?? []);
  const isFree = !('enum' in json || 'const' in json || 'format' in json);
  if (!isFree || !patterns.every((pattern) => new RegExp(String(pattern), 'u').test(SECRET_PLACEHOLDER))) return json;
  const { description, default: fallback, ...text } = json;
  return {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    anyOf: [text, { $ref: '#/definitions/secret' }],
  };
}

/** What Pulumi writes for an encrypted value. */
export const secretForm: JsonSchema = {
  type: 'object',
  properties: { secure: { type: 'string', description: 'The value, encrypted by `pulumi config set --secret`.' } },
  required: ['secure'],
  additionalProperties: false,
};

/** Settings of findings in which each code says what it finds. */
export function withFindingCodes(form: JsonSchema): JsonSchema {
  const { levels, ...others } = form['properties'] as Readonly<Record<string, JsonSchema>>;
  const { propertyNames: _names, additionalProperties: level, ...section } = levels ?? {};
  const codes = [...findingCodes].sort(([one], [other]) => (one < other ? -1 : 1));
  const properties = Object.fromEntries(
    codes.map(([code, { description, level: usual }]) => [
      code,
      { description: `${description} Level unless set: ${usual}.`, ...(level as JsonSchema) },
    ]),
  );
  return { ...form, properties: { levels: { ...section, properties, additionalProperties: false }, ...others } };
}
