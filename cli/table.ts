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
  const [head = []] = table;
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
}
