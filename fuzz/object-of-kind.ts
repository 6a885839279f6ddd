import { allKinds, type Kind, schemaOf } from '../mesh/kinds/index.js';
import type { Schema } from '../mesh/validation/schema/schema.js';
import type { Random } from '../test/differential/findings/random.js';
import type { Json } from './target.js';

/** Below this depth only required fields are written. */
const deepest = 7;

const texts = [
  'a',
  'shop',
  'hello',
  'v1',
  'http',
  '10.0.0.1',
  '10.0.0.0/8',
  '1s',
  '/path',
  'a.example.com',
  '80',
  '10%',
  '100m',
  '{}',
];

/** An object of any kind that the program knows, with the types that its schema wants; what its texts mean is left to chance. */
export function objectOfKind(random: Random): Json {
  const row = random.draw(...allKinds);
  const version = random.draw(...row.versions);
  const apiVersion = row.group === '' ? version : `${row.group}/${version}`;
  const metadata = { name: random.name(), ...(row.scope === 'cluster' ? {} : { namespace: random.namespace() }) };
  return { ...fieldsOf(row, apiVersion, random), apiVersion, kind: row.kind, metadata };
}

function fieldsOf(row: Kind, apiVersion: string, random: Random): Readonly<Record<string, Json>> {
  const schema = schemaOf(row, apiVersion);
  const value = schema === undefined ? undefined : drawValue(schema, random, 0);
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, Json>>) : { spec: {} };
}

function drawValue(schema: Schema, random: Random, depth: number): Json {
  const { e, l = 0, h = l + 100 } = schema.node;
  switch (schema.type) {
    case 'boolean':
      return random.chance(2);
    case 'integer':
    case 'number':
      return l + random.below(Math.min(h - l, 1000) + 1);
    case 'array':
      return schema.elements === undefined || (depth > deepest && l === 0)
        ? []
        : random.list(Math.max(l, 2), () => drawValue(schema.elements as Schema, random, depth + 1), Math.max(l, 1));
    case 'object':
      return drawObject(schema, random, depth);
    case 'intOrString':
      return random.chance(2) ? random.below(9000) : random.draw(...texts);
    default:
      return e === undefined ? random.draw(...texts) : random.draw(...e);
  }
}

function drawObject(schema: Schema, random: Random, depth: number): Json {
  const names = schema.names ?? [random.draw(...texts)];
  const chosen = names.filter(
    (name) => schema.required.includes(name) || (depth <= deepest && random.chance(depth < 2 ? 2 : 4)),
  );
  return Object.fromEntries(
    chosen.flatMap((name): (readonly [string, Json])[] => {
      const field = schema.field(name);
      return field === undefined || ['apiVersion', 'kind', 'metadata', 'status'].includes(name)
        ? []
        : [[name, drawValue(field, random, depth + 1)]];
    }),
  );
}
