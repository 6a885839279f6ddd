import type { FieldTable } from './field-table.js';
import { Schema } from './schema.js';

/** The field trees of some kinds, parsed when a field is first asked for: most runs look at few kinds. */
export class LazyFields {
  private table: FieldTable | undefined;
  private readonly schemas: (Schema | undefined)[] = [];

  /**
   * @param load makes the table
   * @param extend adds the fields that another product has in the kinds
   */
  constructor(
    private readonly load: () => FieldTable,
    private readonly extend?: (rootOf: (apiVersion: string, kind: string) => Schema | undefined) => void,
  ) {}

  /** The schema of an object of a kind in a version; undefined when the table has none. */
  rootOf(apiVersion: string, kind: string): Schema | undefined {
    return this.rootAt(`${apiVersion}/${kind}`);
  }

  /** The names of the roots: `apiVersion/kind`. */
  get roots(): readonly string[] {
    return Object.keys(this.read().kinds);
  }

  /** The schema of a root by its name. */
  rootAt(name: string): Schema | undefined {
    const { kinds } = this.read();
    const index = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    return index === undefined ? undefined : this.schemaAt(index);
  }

  private read(): FieldTable {
    if (this.table === undefined) {
      this.table = this.load();
      this.extend?.((apiVersion, kind) => this.rootOf(apiVersion, kind));
    }
    return this.table;
  }

  private schemaAt(index: number): Schema | undefined {
    let schema = this.schemas[index];
    const table = this.read();
    const node = table.nodes[index];
    if (schema === undefined && node !== undefined) {
      schema = new Schema(node, table, (child) => this.schemaAt(child));
      this.schemas[index] = schema;
    }
    return schema;
  }
}
