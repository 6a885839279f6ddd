import { closestName } from '../closest-name.js';
import type { Field } from '../field.js';
import type { Schema } from './schema.js';

/**
 * Checks an object against the schema of its kind: unknown fields, types, required fields, limits and the schema's own rules.
 *
 * @param isAsm whether fields that ASM adds to Istio's kinds are known to the mesh
 * @returns whether every field has the type that its kind wants, so that code may read it by its type.
 */
export function checkStructure(object: Field, root: Schema, isAsm: boolean): boolean {
  if (root.fits(object.value)) {
    return true;
  }
  const walk = new Walk(isAsm);
  walk.visit(object, root);
  return walk.isTyped;
}

class Walk {
  isTyped = true;

  constructor(private readonly isAsm: boolean) {}

  visit(field: Field, schema: Schema): void {
    if (!schema.isOfType(field.value)) {
      this.isTyped = false;
      const isScalar = schema.type === 'string' && typeof field.value !== 'object';
      const wanted = `must be ${typeNames[schema.type]}`;
      field.error(
        isScalar
          ? `${wanted}, so write it in quotes: "${String(field.value)}"`
          : `${wanted}, not ${describe(field.value)}`,
      );
      return;
    }
    if (schema.values !== undefined && !schema.values.has(field.value as string)) {
      const isKnown = schema.addedValues.has(field.value as string);
      if (isKnown) {
        this.noteAddition(field, `the value \`${String(field.value)}\``);
        return;
      }
      this.isTyped = false;
    }
    schema.checkLimits(field.value, (message, ...steps) => {
      steps.reduce((at, step) => at.child(step), field).error(message);
    });
    if (schema.type === 'array') {
      this.visitElements(field, schema);
    } else if (schema.type === 'object') {
      this.visitFields(field, schema);
    }
  }

  private visitElements(list: Field, schema: Schema): void {
    const { elements } = schema;
    for (const element of list.items) {
      if (!element.isSet) {
        if (!schema.takesNull) {
          element.error('an element must not be empty');
          this.isTyped = false;
        }
      } else if (elements !== undefined) {
        this.visit(element, elements);
      }
    }
  }

  private visitFields(object: Field, schema: Schema): void {
    const fields = object.value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(fields)) {
      const child = schema.field(name);
      const isGiven = fields[name] !== null && fields[name] !== undefined;
      if (child !== undefined) {
        if (isGiven) {
          this.visit(object.at(name), child);
        }
      } else if (!schema.isOpen) {
        this.visitUnknown(object.at(name), name, schema);
      }
    }
    for (const name of schema.required) {
      if ((fields[name] ?? undefined) === undefined) {
        object.at(name).error('must be given');
      }
    }
  }

  private visitUnknown(field: Field, name: string, schema: Schema): void {
    const addition = schema.addition(name);
    if (addition !== undefined) {
      this.noteAddition(field, `\`${name}\``);
      if (field.isSet) {
        this.visit(field, addition);
      }
      return;
    }
    const meant = closestName(name, schema.names ?? []);
    field.error(`unknown field \`${name}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`);
  }

  private noteAddition(field: Field, what: string): void {
    if (!this.isAsm) {
      field.note(`${what} belongs to the API of Alibaba Cloud Service Mesh; Istio itself refuses it`);
    }
  }
}

const typeNames: Readonly<Record<Schema['type'], string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  intOrString: 'a number or a text',
  any: 'a value',
};

function describe(value: unknown): string {
  if (value === null) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'an object' : `\`${String(value)}\``;
}
