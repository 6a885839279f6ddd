import type { FieldNode, FieldTable } from './field-table.js';
import type { FormatName } from './formats.js';
import type { RuleName } from './rules.js';

/** A field of an object, required when it ends with `!`: `{ 'name!': text }`. */
export type WrittenFields = Readonly<Record<string, number>>;

/** What an object has besides its fields. */
interface ObjectRules {
  /** Whether other fields are allowed: those of a kind whose documentation is not complete. */
  readonly isOpen?: boolean;
  /** Groups of fields of which at most one may be given. */
  readonly exclusive?: readonly (readonly string[])[];
  readonly rules?: readonly RuleName[];
  /** Fewest fields that must be given. */
  readonly fewest?: number;
}

/** Writes field trees by hand, for kinds whose schema is published in words only. Each method gives the index of a node. */
export class FieldWriter {
  private readonly nodes: FieldNode[] = [];
  private readonly kinds: Record<string, number> = {};
  readonly text = this.intern({ t: 'string' });
  readonly flag = this.intern({ t: 'boolean' });
  readonly integer = this.intern({ t: 'integer' });
  readonly number = this.intern({ t: 'number' });
  readonly any = this.intern({ t: 'any' });
  /** An object of any content. */
  readonly open = this.intern({ t: 'object', o: 1 });
  readonly texts = this.list(this.text);
  /** A map of texts. */
  readonly labels = this.map(this.text);
  readonly port = this.intern({ t: 'integer', l: 1, h: 65535 });
  readonly percent = this.intern({ t: 'integer', l: 0, h: 100 });
  readonly quantity = this.intern({ t: 'any', f: 'quantity' });
  readonly duration = this.intern({ t: 'string', c: ['go-duration'] });

  /** A whole number between two others. */
  between(lowest: number, highest?: number): number {
    return this.intern({ t: 'integer', l: lowest, ...(highest === undefined ? {} : { h: highest }) });
  }

  /** One of some texts. */
  oneOf(...values: readonly string[]): number {
    return this.intern({ t: 'string', e: values });
  }

  /** A text that is not empty. */
  get name(): number {
    return this.intern({ t: 'string', l: 1 });
  }

  /** A text of a format, or one that keeps rules. */
  textOf(format: FormatName | undefined, ...rules: readonly RuleName[]): number {
    return this.intern({
      t: 'string',
      ...(format === undefined ? {} : { f: format }),
      ...(rules.length === 0 ? {} : { c: rules }),
    });
  }

  /** A list of at least so many elements. */
  list(element: number, fewest?: number, ...rules: readonly RuleName[]): number {
    return this.intern({
      t: 'array',
      i: element,
      ...(fewest === undefined ? {} : { l: fewest }),
      ...(rules.length === 0 ? {} : { c: rules }),
    });
  }

  /** A list whose elements differ. */
  set(element: number, fewest?: number): number {
    return this.intern({ t: 'array', i: element, u: 1, ...(fewest === undefined ? {} : { l: fewest }) });
  }

  /** A list whose elements are told apart by a field. */
  listBy(key: string, element: number, fewest?: number): number {
    return this.intern({ t: 'array', i: element, k: { [key]: '' }, ...(fewest === undefined ? {} : { l: fewest }) });
  }

  /** A map with values of one kind. */
  map(value: number, fewest?: number): number {
    return this.intern({ t: 'object', a: value, ...(fewest === undefined ? {} : { l: fewest }) });
  }

  /** An object with known fields. */
  object(fields: WrittenFields, { isOpen = false, exclusive, rules, fewest }: ObjectRules = {}): number {
    const names = Object.keys(fields);
    const required = names.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1));
    const entries = names.map((name) => [name.replace(/!$/, ''), fields[name]] as const);
    return this.intern({
      t: 'object',
      p: Object.fromEntries(entries) as Record<string, number>,
      ...(isOpen ? { o: 1 as const } : {}),
      ...(required.length === 0 ? {} : { r: required }),
      ...(exclusive === undefined ? {} : { x: exclusive }),
      ...(rules === undefined ? {} : { c: rules }),
      ...(fewest === undefined ? {} : { l: fewest }),
    });
  }

  /** Adds a kind by its `spec`, in each of its versions. */
  kind(group: string, versions: readonly string[], kind: string, spec: number): void {
    const root = this.object({
      apiVersion: this.text,
      kind: this.text,
      metadata: this.open,
      'spec!': spec,
      status: this.open,
    });
    for (const version of versions) {
      this.kinds[`${group}/${version}/${kind}`] = root;
    }
  }

  /** Adds a tree that is no kind, under a name of its own. */
  root(name: string, node: number): void {
    this.kinds[name] = node;
  }

  /** The table of all kinds. */
  get table(): FieldTable {
    return { kinds: this.kinds, nodes: this.nodes };
  }

  /** A node of any content. */
  intern(node: FieldNode): number {
    return this.nodes.push(node) - 1;
  }
}
