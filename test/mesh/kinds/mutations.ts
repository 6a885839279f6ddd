import { type Kind, schemaOf } from '../../../mesh/kinds/index.js';
import type { Schema } from '../../../mesh/validation/schema/schema.js';

/** A place in an object: names of fields, 0 for the only element of a list. */
export type Place = readonly (string | number)[];

/** Values of every type, and those on which code that takes them for texts breaks. */
export const oddValues: readonly unknown[] = [
  { toString: 1 },
  { toString: null, valueOf: 1 },
  null,
  [],
  [null],
  [{ toString: 1 }],
  {},
  'text',
  '',
  3,
  -1.5,
  true,
];

const deepest = 9;

/** An object of a kind with every field that its schema has, each of the right type. */
export function fullObject(row: Kind, name: string): Record<string, unknown> {
  const version = row.versions[0] ?? 'v1';
  const apiVersion = row.group === '' ? version : `${row.group}/${version}`;
  const schema = schemaOf(row, apiVersion);
  const body = schema === undefined ? {} : (sampleOf(schema, 0) as Record<string, unknown>);
  const metadata = {
    name,
    ...(row.scope === 'namespace' ? { namespace: row.asm?.namespace ?? 'shop' } : {}),
    labels: { app: 'web' },
    annotations: { 'asm-blueprints/calls': 'web' },
  };
  return { ...body, apiVersion, kind: row.kind, metadata };
}

function sampleOf(schema: Schema, depth: number): unknown {
  const { l: lowest = 0, e: values } = schema.node;
  switch (schema.type) {
    case 'string':
      return values?.find((value) => value !== '') ?? 'web';
    case 'integer':
    case 'number':
      return Math.max(lowest, 1);
    case 'boolean':
      return true;
    case 'intOrString':
      return 80;
    case 'array':
      return depth > deepest || schema.elements === undefined ? [] : [sampleOf(schema.elements, depth + 1)];
    case 'object':
      return depth > deepest ? {} : sampleFields(schema, depth);
    default:
      return 'web';
  }
}

function sampleFields(schema: Schema, depth: number): Record<string, unknown> {
  const names = schema.names ?? (schema.node.a === undefined ? [] : ['app']);
  return Object.fromEntries(
    names
      .map((name) => [name, schema.field(name)] as const)
      .flatMap(([name, child]) => {
        return child === undefined ? [] : [[name, sampleOf(child, depth + 1)]];
      }),
  );
}

/** Every place in an object: the value of each field and of each element, from the outside in. */
export function placesIn(value: unknown, place: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) {
    return [place];
  }
  const steps: readonly (string | number)[] = Array.isArray(value)
    ? value.map((_, index) => index)
    : Object.keys(value);
  const inner = steps.flatMap((step) => placesIn((value as Record<string, unknown>)[step], [...place, step]));
  return place.length === 0 ? inner : [place, ...inner];
}

/** A copy of an object with another value in a place. */
export function withValue(object: unknown, place: Place, value: unknown): unknown {
  const [step, ...rest] = place;
  if (step === undefined) {
    return value;
  }
  if (Array.isArray(object)) {
    return object.map((element, index) => (index === step ? withValue(element, rest, value) : element));
  }
  return { ...(object as object), [step]: withValue((object as Record<string, unknown>)[step], rest, value) };
}
