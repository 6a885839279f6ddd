import type { FieldNode, FieldTable } from '../mesh/validation/schema/field-table.js';

/** Collects field trees, equal parts once, and writes them as a module. */
export class TableWriter {
  readonly nodes: FieldNode[] = [];
  readonly kinds: Record<string, number> = {};
  private readonly indexes = new Map<string, number>();

  /** The index of a node. */
  intern(node: FieldNode): number {
    const key = JSON.stringify(node);
    let index = this.indexes.get(key);
    if (index === undefined) {
      index = this.nodes.push(node) - 1;
      this.indexes.set(key, index);
    }
    return index;
  }

  /** Writes the module to standard output. The text is parsed when a field is first asked for. */
  write(constant: string, what: string, rest: Partial<FieldTable> = {}, extend?: string): void {
    const used: FieldTable = { kinds: this.kinds, nodes: this.nodes, ...rest };
    const text = JSON.stringify(used).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    const extension = extend === undefined ? '' : `import { ${extend} } from './asm-additions.js';\n`;
    process.stdout.write(`${extension}import { LazyFields } from './lazy-fields.js';

/** The fields of ${what}; not to be edited. */
export const ${constant} = new LazyFields(
  () =>
    JSON.parse(
      '${text}',
    ),${extend === undefined ? '' : `\n  ${extend},`}
);
`);
  }
}
