import { asFields, type Fields } from '../../model/narrowing.js';
import type { FieldNode, FieldTable } from './field-table.js';
import { formats } from './formats.js';
import type { Refuse, Rule } from './rule.js';
import { rules } from './rules.js';

const noRules: readonly Rule[] = [];

/** What the schema of a kind says about one field, ready for use: a node of a {@link FieldTable} with its children. */
export class Schema {
  readonly type: FieldNode['t'];
  /** Names of the fields that it has; undefined when it is no object with known fields. */
  readonly names: readonly string[] | undefined;
  readonly required: readonly string[];
  readonly rules: readonly Rule[];
  readonly pattern: RegExp | undefined;
  /** Allowed values, numbers as text. */
  readonly values: ReadonlySet<string> | undefined;
  private readonly children = new Map<string, Schema>();
  private readonly added = new Map<string, Schema>();
  /** Values that another product allows too. */
  readonly addedValues = new Set<string>();
  private readonly isPlain: boolean;

  constructor(
    readonly node: FieldNode,
    private readonly table: FieldTable,
    private readonly schemaAt: (index: number) => Schema | undefined,
  ) {
    this.type = node.t;
    this.names = node.p === undefined ? undefined : Object.keys(node.p);
    this.required = node.r ?? [];
    this.rules = node.c === undefined ? noRules : node.c.map((name) => rules[name]);
    this.pattern = node.m === undefined ? undefined : new RegExp(node.m);
    const empty = table.nulls === undefined ? [] : [''];
    this.values = node.e === undefined ? undefined : new Set([...node.e, ...empty]);
    const limits = [node.e, node.m, node.l, node.h, node.f, node.x, node.k, node.u, node.c];
    this.isPlain = limits.every((limit) => limit === undefined);
  }

  /** Whether null stands for the empty value, as in the kinds built into Kubernetes. */
  get takesNull(): boolean {
    return this.table.nulls !== undefined;
  }

  /** The schema of a field; undefined for a field that it does not know. */
  field(name: string): Schema | undefined {
    let child = this.children.get(name);
    if (child === undefined) {
      const { p, a } = this.node;
      const index = p !== undefined && Object.hasOwn(p, name) ? p[name] : a;
      child = index === undefined ? undefined : this.schemaAt(index);
      // Names of maps are the user's own; keeping them all would keep every label of every mesh.
      if (child !== undefined && p !== undefined) {
        this.children.set(name, child);
      }
    }
    return child;
  }

  /** The schema of the elements of a list. */
  get elements(): Schema | undefined {
    return this.node.i === undefined ? undefined : this.schemaAt(this.node.i);
  }

  /** The schema of a field that another product adds to the kind. */
  addition(name: string): Schema | undefined {
    return this.added.get(name);
  }

  /** Adds a field that another product has in the kind. */
  add(name: string, schema: Schema): void {
    this.added.set(name, schema);
  }

  /** Whether fields that it does not name are allowed. */
  get isOpen(): boolean {
    return this.node.o !== undefined || this.node.p === undefined;
  }

  /** Whether a value is what the schema wants, told without making anything: nearly every value of nearly every object is. */
  fits(value: unknown): boolean {
    return this.isOfType(value) && this.contentFits(value) && (this.isPlain || this.isWithinLimits(value));
  }

  /** Whether a value fits and has no null in it, so that it may be read as it is. */
  isReadable(value: unknown): boolean {
    hasNull = false;
    return this.fits(value) && !hasNull;
  }

  /** Whether a value has the type that is wanted, whatever is in it. */
  isOfType(value: unknown): boolean {
    switch (this.type) {
      case 'string':
        return typeof value === 'string';
      case 'integer':
        return Number.isInteger(value);
      case 'number':
        return typeof value === 'number';
      case 'boolean':
        return typeof value === 'boolean';
      case 'object':
        return asFields(value) !== undefined;
      case 'array':
        return Array.isArray(value);
      case 'intOrString':
        return typeof value === 'string' || Number.isInteger(value);
      default:
        return true;
    }
  }

  private contentFits(value: unknown): boolean {
    if (this.type === 'object') {
      return this.fieldsFit(value as Fields);
    }
    if (this.type !== 'array' || this.node.i === undefined) {
      return true;
    }
    const elements = this.elements;
    for (const element of value as readonly unknown[]) {
      if (element === null || element === undefined) {
        hasNull = true;
        if (!this.takesNull) {
          return false;
        }
      } else if (elements?.fits(element) === false) {
        return false;
      }
    }
    return true;
  }

  private fieldsFit(fields: Fields): boolean {
    for (const name of this.required) {
      if ((fields[name] ?? undefined) === undefined) {
        return false;
      }
    }
    if (this.node.p === undefined && this.node.a === undefined) {
      return true;
    }
    const isClosed = !this.isOpen;
    for (const name of Object.keys(fields)) {
      const value = fields[name];
      const child = this.field(name);
      if (child === undefined) {
        if (isClosed) {
          return false;
        }
      } else if (value === null || value === undefined) {
        hasNull = true;
      } else if (!child.fits(value)) {
        return false;
      }
    }
    return true;
  }

  private isWithinLimits(value: unknown): boolean {
    isRefused = false;
    this.checkLimits(value, noteRefusal);
    return !isRefused;
  }

  /** Says what a value of the wanted type breaks beyond its type: values, limits, patterns, fields that exclude each other, rules. */
  checkLimits(value: unknown, refuse: Refuse): void {
    const { l, h, f, x, k, u } = this.node;
    if (this.values !== undefined && !this.values.has(String(value))) {
      const allowed = (this.node.e ?? []).filter((one) => one !== '').join(', ');
      refuse(`\`${String(value)}\` is not one of ${allowed}`);
      return;
    }
    const size = l === undefined && h === undefined ? 0 : sizeOf(value);
    const unit = typeof value === 'number' ? '' : typeof value === 'string' ? ' characters' : ' entries';
    if (l !== undefined && size < l) {
      refuse(`must be at least ${l}${unit}`);
    }
    if (h !== undefined && size > h) {
      refuse(`must be at most ${h}${unit}`);
    } else if (this.pattern !== undefined && typeof value === 'string' && !this.pattern.test(value)) {
      refuse(`must match the pattern ${this.node.m}`);
    }
    if (f !== undefined && !formats[f].holds(value)) {
      refuse(formats[f].message);
    }
    for (const group of x ?? []) {
      const given = group.filter((name) => ((value as Fields)[name] ?? undefined) !== undefined);
      if (given.length > 1) {
        refuse(`${given.map((name) => `\`${name}\``).join(' and ')} exclude each other`);
      }
    }
    if (k !== undefined) {
      checkKeys(value, k, refuse);
    }
    if (u !== undefined) {
      checkUnique(value, refuse);
    }
    for (const rule of this.rules) {
      rule(value, refuse);
    }
  }
}

/** Whether the value that is looked at has a null somewhere. */
let hasNull = false;
let isRefused = false;
const noteRefusal: Refuse = () => {
  isRefused = true;
};

function checkKeys(value: unknown, keys: Readonly<Record<string, string>>, refuse: Refuse): void {
  const list = value as readonly unknown[];
  if (list.length < 2) {
    return;
  }
  const names = Object.keys(keys);
  const seen = new Set<string>();
  list.forEach((element, index) => {
    const fields = asFields(element) ?? {};
    const key = JSON.stringify(names.map((name) => fields[name] ?? keys[name]));
    if (seen.has(key)) {
      const what = names.map((name) => `${name} \`${scalarText(fields[name] ?? keys[name])}\``).join(' and ');
      refuse(`${what} is given twice`, index);
    }
    seen.add(key);
  });
}

function checkUnique(value: unknown, refuse: Refuse): void {
  const seen = new Set<unknown>();
  const index = (value as readonly unknown[]).findIndex((element) => seen.size === seen.add(element).size);
  if (index >= 0) {
    refuse(`\`${scalarText((value as readonly unknown[])[index])}\` is given twice`, index);
  }
}

/** A scalar as text; '' for anything else, which may not be convertible. */
function scalarText(value: unknown): string {
  return typeof value === 'object' ? '' : String(value);
}

function sizeOf(value: unknown): number {
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'string' || Array.isArray(value) ? value.length : Object.keys(value as object).length;
}
