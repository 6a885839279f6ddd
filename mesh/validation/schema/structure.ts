import { closestName } from '../closest-name.js';
import type { Field } from '../field.js';
import type { Schema } from './schema.js';

/**
 * Checks an object against the schema of its kind: unknown fields, types, required fields, limits and the schema's own rules.
 * Fields and values that ASM adds to Istio's kinds are noted.
 *
 * @returns whether every field has the type that its kind wants, so that code may read it by its type.
 */
export function checkStructure(object: Field, root: Schema): boolean {
  if (root.fits(object.value)) {
    return true;
  }
  const walk = new Walk();
  walk.visit(object, root);
  return walk.isTyped;
}

class Walk {
  isTyped = true;

  visit(field: Field, schema: Schema): void {
    if (!schema.isOfType(field.value)) {
      this.isTyped = false;
      field.error(`must be ${typeNames[schema.type]}, ${mistakeOf(field, schema)}`);
      return;
    }
    if (schema.values !== undefined && !schema.values.has(String(field.value))) {
      const isKnown = schema.addedValues.has(String(field.value));
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
    const meant = new Set<string | undefined>();
    for (const name of Object.keys(fields)) {
      const child = schema.field(name);
      const isGiven = fields[name] !== null && fields[name] !== undefined;
      if (child !== undefined) {
        if (isGiven) {
          this.visit(object.at(name), child);
        }
      } else if (!schema.isOpen) {
        meant.add(this.visitUnknown(object.at(name), name, schema));
      }
    }
    for (const name of schema.required) {
      if ((fields[name] ?? undefined) === undefined && !meant.has(name)) {
        object.at(name).error('must be given');
      }
    }
  }

  /** @returns the name that was probably meant */
  private visitUnknown(field: Field, name: string, schema: Schema): string | undefined {
    const addition = schema.addition(name);
    if (addition !== undefined) {
      this.noteAddition(field, `\`${name}\``);
      if (field.isSet) {
        this.visit(field, addition);
      }
      return undefined;
    }
    const meant = closestName(name, schema.names ?? []);
    field.error(`unknown field \`${name}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`);
    return meant;
  }

  private noteAddition(field: Field, what: string): void {
    field.note(`${what} belongs to the API of Alibaba Cloud Service Mesh; Istio itself refuses it`);
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

/** What is there instead of the wanted type. The value itself is not said where it may be a secret. */
function mistakeOf(field: Field, { type }: Schema): string {
  const { value } = field;
  if (typeof value === 'object') {
    return value === null ? 'not nothing' : `not ${Array.isArray(value) ? 'a list' : 'an object'}`;
  }
  const shown = field.mayBeSecret ? '' : String(value);
  if (type === 'string') {
    return `so write it in quotes${shown === '' ? '' : `: "${shown}"`}`;
  }
  return `not ${shown === '' ? `a ${typeof value}` : `\`${shown}\``}`;
}
