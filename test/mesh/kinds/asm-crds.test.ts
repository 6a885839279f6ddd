import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { asmKinds } from '../../../mesh/kinds/asm.js';
import { schemaOf } from '../../../mesh/kinds/index.js';
import { validateConfiguration } from '../../../mesh/validation/validate.js';
import { asmDefinitions, definitionOf } from '../../../scripts/asm-crds/definitions.js';
import { fullAsmObject } from '../validation/asm/full-objects.js';
import { mutationsOf } from '../validation/asm/mutations.js';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

interface Version {
  readonly schema: { readonly openAPIV3Schema: Fields };
}

const schemasOf = (definition: unknown): readonly Fields[] =>
  (fieldsOf(fieldsOf(definition)['spec'])['versions'] as readonly Version[]).map(
    ({ schema }) => schema.openAPIV3Schema,
  );

/** A schema as an API server with `fieldValidation=Strict` reads it: fields that it does not name are refused. */
function strict(schema: unknown, isRoot = false): unknown {
  if (Array.isArray(schema)) return schema.map((one) => strict(one));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { 'x-kubernetes-int-or-string': either, ...fields } = schema as Fields;
  const inner = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, key === 'properties' ? strictEach(value) : strict(value)]),
  );
  const isClosed =
    !isRoot &&
    fields['properties'] !== undefined &&
    fields['type'] === 'object' &&
    fields['x-kubernetes-preserve-unknown-fields'] === undefined;
  return {
    ...inner,
    ...(either === true ? { anyOf: [{ type: 'integer' }, { type: 'string' }] } : {}),
    ...(isClosed ? { additionalProperties: false } : {}),
    ...(fields['x-kubernetes-list-type'] === 'set' ? { uniqueItems: true } : {}),
  };
}

const strictEach = (properties: unknown): unknown =>
  Object.fromEntries(Object.entries(fieldsOf(properties)).map(([name, one]) => [name, strict(one)]));

const ajv = new Ajv({ strict: false, validateFormats: false });

/** Every schema below another one that stands for a value. */
function* nodesOf(schema: Fields): Generator<Fields> {
  yield schema;
  for (const child of Object.values(fieldsOf(schema['properties']))) yield* nodesOf(fieldsOf(child));
  for (const key of ['items', 'additionalProperties']) {
    if (typeof schema[key] === 'object') yield* nodesOf(fieldsOf(schema[key]));
  }
}

describe.each(asmKinds.map((row) => [row.kind, row] as const))('%s', (kind, row) => {
  const [schema = {}] = schemasOf(definitionOf(row));

  test('has a structural schema', () => {
    for (const node of nodesOf(schema)) {
      const isAny =
        node['x-kubernetes-preserve-unknown-fields'] === true || node['x-kubernetes-int-or-string'] === true;
      expect(node['type'] !== undefined || isAny).toBe(true);
      expect(node['properties'] !== undefined && node['additionalProperties'] !== undefined).toBe(false);
      expect(Object.keys(node).filter((key) => ['uniqueItems', '$ref', 'definitions', 'oneOf'].includes(key))).toEqual(
        [],
      );
    }
  });

  test('agrees with our validation about a full object and each mistake in it', () => {
    const object = fullAsmObject(kind, `${row.group}/${row.versions[0]}`);
    const fields = schemaOf(row, `${row.group}/${row.versions[0]}`);
    if (object === undefined || fields === undefined) return;
    const isTaken = ajv.compile(strict(schema, true) as Fields);
    expect([isTaken(object), isTaken.errors]).toEqual([true, null]);
    const disagreed = mutationsOf(object, fields)
      .filter(({ place }) => place[0] === 'spec')
      .filter(({ object: mutated }) => {
        const isRefused = validateConfiguration(mutated, 'shop', { isAsm: true }).some(
          ({ level }) => level === 'error',
        );
        return isRefused === isTaken(mutated);
      });
    expect(disagreed.map(({ place, what }) => `${place.join('.')}: ${what}`)).toEqual([]);
  });
});

test('each kind has a definition of its own', () => {
  const names = asmDefinitions().map((one) => fieldsOf(one['metadata'])['name']);
  expect(new Set(names).size).toBe(asmKinds.length);
  expect(names).toContain('asmswimlanegroups.istio.alibabacloud.com');
});
