/** Prints rows as a table whose columns are as wide as they must be, or as JSON. The first row of the table is its head. */
export function printTable(
  format: 'text' | 'json',
  data: unknown,
  table: readonly (readonly string[])[],
  whenEmpty: string,
): void {
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
    return;
  }
  if (table.length === 1) {
    process.stdout.write(`${whenEmpty}\n`);
    return;
  }
  process.stdout.write(tableText(table));
}

/** Rows in columns that are as wide as they must be, one line each. */
export function tableText(table: readonly (readonly string[])[]): string {
  const [head = []] = table;
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
