/** Names after a noun, which gets the plural for several, the first few of them: `namespace shop`, `namespaces a, b and 7 more`. */
export function nameSome(noun: string, names: readonly string[], most = 5): string {
  return `${names.length === 1 ? noun : pluralOf(noun)} ${listSome(names, most)}`;
}

function pluralOf(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** Names as a person lists them, the first few of them: `a`, `a and b`, `a, b and c`, `a, b and 7 more`. */
export function listSome(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  const shown = rest > 0 ? [...names.slice(0, most), `${rest} more`] : names;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
