/**
 * Characters that could move a cursor, end a line, or show a text in another order than it has: control characters, line and paragraph separators, marks
 * and overrides of the writing direction, and the byte order mark.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unsafe = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A text of a file as one line of a terminal, an annotation or a log: what could do more there than be read is written as an escape, such as `\u001b`. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => shortEscapes.get(character) ?? escapeOf(character));
}

/** JSON, of a value that may hold texts of files, that is as safe to look at as {@link printable}, and means the same. */
export function printableJson(value: unknown, indent?: number): string {
  // JSON.stringify has written the control characters of strings as escapes; the line breaks between values are its own.
  return JSON.stringify(value, undefined, indent).replace(unsafe, (character) =>
    character === '\n' ? character : escapeOf(character),
  );
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
