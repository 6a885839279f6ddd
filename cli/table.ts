import { printable } from '../mesh/text/printable.js';
import { writeJson, writeLines } from './output.js';

/** Prints rows as a table whose columns are as wide as they must be, or as JSON. The first row of the table is its head. */
export function printTable(
  format: 'text' | 'json',
  data: unknown,
  table: readonly (readonly string[])[],
  whenEmpty: string,
): void {
  if (format === 'json') {
    writeJson(data);
    return;
  }
  if (table.length === 1) {
    writeLines([whenEmpty]);
    return;
  }
  writeLines(tableLines(table));
}

/** Rows in columns that are as wide as they must be, one line each. */
export function tableLines(table: readonly (readonly string[])[]): readonly string[] {
  // Made printable before they are measured.
  const rows = table.map((row) => row.map(printable));
  const [head = []] = rows;
  const widths = head.map((_, column) => rows.reduce((width, row) => Math.max(width, (row[column] ?? '').length), 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
