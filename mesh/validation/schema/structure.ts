import { closestName } from '../closest-name.js';
import type { Field } from '../field.js';
import type { FieldNode } from './field-table.js';
import { istioFields } from './istio-fields.js';
import { rules } from './rules.js';

/** Whether the table has the kind at this version. */
export function hasFieldTable(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(istioFields.kinds, `${apiVersion}/${kind}`);
}

/**
 * Checks an object against the CRD of its kind: unknown fields, types, required fields, limits and the CRD's own rules.
 *
 * @returns whether every field has the type that its kind wants, so that code may read it by its type.
 */
export function checkStructure(object: Field, apiVersion: string, kind: string): boolean {
  const root = istioFields.kinds[`${apiVersion}/${kind}`];
  if (root === undefined) {
    return true;
  }
  const walk = new Walk();
  walk.visit(object, root);
  return walk.isTyped;
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = new RegExp(source);
    patterns.set(source, pattern);
  }
  return pattern;
}

class Walk {
  isTyped = true;

  visit(field: Field, index: number): void {
    const node = istioFields.nodes[index];
    if (node === undefined || !this.hasType(field, node)) {
      return;
    }
    if (node.e !== undefined && !node.e.includes(String(field.value))) {
      this.isTyped = false;
      const values = node.e.filter((value) => value !== '').join(', ');
      field.error(`\`${String(field.value)}\` is not one of ${values}`);
      return;
    }
    this.checkLimits(field, node);
    if (node.t === 'array') {
      this.visitElements(field, node);
    } else if (node.t === 'object') {
      this.visitFields(field, node);
    }
    for (const name of node.c ?? []) {
      const rule = rules[name];
      if (!rule.holds(field.value)) {
        field.error(rule.message);
      }
    }
  }

  private visitElements(list: Field, node: FieldNode): void {
    for (const element of list.items) {
      if (element.value === null) {
        element.error('an element must not be empty');
        this.isTyped = false;
      } else if (node.i !== undefined) {
        this.visit(element, node.i);
      }
    }
  }

  private visitFields(object: Field, node: FieldNode): void {
    const fields = object.value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(fields)) {
      const child = node.p !== undefined && Object.hasOwn(node.p, key) ? node.p[key] : node.a;
      if (child !== undefined) {
        if (fields[key] !== null && fields[key] !== undefined) {
          this.visit(object.at(key), child);
        }
      } else if (node.o === undefined && node.p !== undefined) {
        const meant = closestName(key, Object.keys(node.p));
        object.at(key).error(`unknown field \`${key}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`);
      }
    }
    for (const key of node.r ?? []) {
      if ((fields[key] ?? undefined) === undefined) {
        object.at(key).error('must be given');
      }
    }
    for (const group of node.x ?? []) {
      const given = group.filter((key) => (fields[key] ?? undefined) !== undefined);
      if (given.length > 1) {
        object.error(`${given.map((key) => `\`${key}\``).join(' and ')} exclude each other`);
      }
    }
  }

  private hasType(field: Field, node: FieldNode): boolean {
    const fits = isOfType(field.value, node.t);
    if (!fits) {
      this.isTyped = false;
      field.error(`must be ${typeNames[node.t]}, not ${describe(field.value)}`);
    }
    return fits;
  }

  private checkLimits(field: Field, node: FieldNode): void {
    const { value } = field;
    if (node.l !== undefined || node.h !== undefined) {
      const size = sizeOf(value);
      const what = typeof value === 'number' ? '' : typeof value === 'string' ? ' characters' : ' entries';
      if (node.l !== undefined && size < node.l) {
        field.error(`must be at least ${node.l}${what}`);
      }
      if (node.h !== undefined && size > node.h) {
        field.error(`must be at most ${node.h}${what}`);
      }
    }
    if (node.m !== undefined && typeof value === 'string' && !patternOf(node.m).test(value)) {
      field.error(`must match the pattern ${node.m}`);
    }
  }
}

const typeNames: Readonly<Record<FieldNode['t'], string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  intOrString: 'a number or a text',
  any: 'a value',
};

function isOfType(value: unknown, type: FieldNode['t']): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'intOrString':
      return Number.isInteger(value) || typeof value === 'string';
    case 'any':
      return true;
    default:
      return typeof value === type;
  }
}

function describe(value: unknown): string {
  if (value === null) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'an object' : `\`${String(value)}\``;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'string' || Array.isArray(value) ? value.length : Object.keys(value as object).length;
}
