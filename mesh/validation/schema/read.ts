import { asFields, type Fields } from '../../model/narrowing.js';
import type { Schema } from './schema.js';

/**
 * Reads a value by its schema, so that code may use it by its type: what has a wrong type is left out, as if absent; what the schema
 * requires and is missing has the empty value of its type; fields that the schema does not know stay. Never throws. The same value
 * when nothing is wrong with it.
 *
 * @returns `undefined` when the value itself has a wrong type
 */
export function readBySchema(schema: Schema, value: unknown): unknown {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      return Number.isInteger(value) ? value : undefined;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'intOrString':
      return typeof value === 'string' || Number.isInteger(value) ? value : undefined;
    case 'array':
      return Array.isArray(value) ? readElements(schema, value) : undefined;
    case 'object': {
      const fields = asFields(value);
      return fields === undefined ? undefined : readFields(schema, fields);
    }
    default:
      return value;
  }
}

function readElements(schema: Schema, list: readonly unknown[]): readonly unknown[] {
  const { elements } = schema;
  if (elements === undefined) {
    return list;
  }
  let fitted: unknown[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const original = list[index];
    const read = readBySchema(elements, original);
    if (fitted === undefined && read !== original) {
      fitted = list.slice(0, index);
    }
    if (fitted !== undefined && read !== undefined) {
      fitted.push(read);
    }
  }
  return fitted ?? list;
}

function readFields(schema: Schema, fields: Fields): Fields {
  let fitted: Record<string, unknown> | undefined;
  for (const name of Object.keys(fields)) {
    const child = schema.field(name) ?? schema.addition(name);
    const original = fields[name];
    const read = child === undefined ? original : readBySchema(child, original);
    if (read === undefined) {
      fitted ??= { ...fields };
      delete fitted[name];
    } else if (read !== original) {
      fitted ??= { ...fields };
      fitted[name] = read;
    }
  }
  for (const name of schema.required) {
    const child = schema.field(name);
    if ((fitted ?? fields)[name] === undefined && child !== undefined) {
      fitted ??= { ...fields };
      fitted[name] = emptyValueOf(child);
    }
  }
  return fitted ?? fields;
}

function emptyValueOf(schema: Schema): unknown {
  switch (schema.type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return 0;
    case 'array':
      return [];
    case 'object':
      return readFields(schema, {});
    default:
      return '';
  }
}
