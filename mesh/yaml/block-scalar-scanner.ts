import { chars, isBlank, isBreak, isBreakOrEnd, isDigit } from './characters.js';
import type { Cursor } from './cursor.js';
import { YamlError } from './yaml-error.js';

interface Header {
  /** What happens with line breaks at the end. */
  readonly chomping: 'clip' | 'keep' | 'strip';
  /** Columns of indentation that the header states, 0 when the first line tells. */
  readonly columns: number;
}

/**
 * Reads a literal (`|`) or folded (`>`) scalar, whose sign is at the cursor.
 *
 * @param parentIndent column of the collection that holds it, -1 at the root
 */
export function scanBlockScalar(cursor: Cursor, parentIndent: number): string {
  const start = cursor.position;
  const isLiteral = cursor.code() === chars.bar;
  cursor.position += 1;
  const { chomping, columns } = scanHeader(cursor, start);
  endLine(cursor, start);
  const stated = columns === 0 ? 0 : Math.max(parentIndent, 0) + columns;
  let { indent, breaks } = scanIndentation(cursor, stated, parentIndent, start);
  let text = '';
  let lastBreak = '';
  let wasMoreIndented = false;
  while (cursor.column === indent && cursor.code() !== chars.end) {
    const isMoreIndented = isBlank(cursor.code());
    if (!isLiteral && lastBreak === '\n' && !wasMoreIndented && !isMoreIndented) {
      text += breaks === '' ? ' ' : '';
    } else {
      text += lastBreak;
    }
    text += breaks;
    wasMoreIndented = isMoreIndented;
    const from = cursor.position;
    while (!isBreakOrEnd(cursor.code())) {
      cursor.position += 1;
    }
    text += cursor.slice(from, cursor.position);
    lastBreak = cursor.takeBreak();
    ({ breaks } = scanIndentation(cursor, indent, parentIndent, start));
  }
  return text + (chomping === 'strip' ? '' : lastBreak) + (chomping === 'keep' ? breaks : '');
}

/** Reads the signs after `|` or `>`, in either order. */
function scanHeader(cursor: Cursor, start: number): Header {
  const before = scanChomping(cursor);
  let columns = 0;
  if (isDigit(cursor.code())) {
    columns = cursor.code() - chars.zero;
    if (columns === 0) {
      throw new YamlError('the indentation that a block text states must be 1 to 9', start);
    }
    cursor.position += 1;
  }
  return { chomping: before ?? (columns === 0 ? undefined : scanChomping(cursor)) ?? 'clip', columns };
}

function scanChomping(cursor: Cursor): 'keep' | 'strip' | undefined {
  const code = cursor.code();
  if (code !== chars.plus && code !== chars.dash) {
    return undefined;
  }
  cursor.position += 1;
  return code === chars.plus ? 'keep' : 'strip';
}

/** Only a comment may follow on the line of the header. */
function endLine(cursor: Cursor, start: number): void {
  while (isBlank(cursor.code())) {
    cursor.position += 1;
  }
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.code())) {
    throw new YamlError('a text follows `|` or `>` on its line; it must begin on the next one', start);
  }
  cursor.takeBreak();
}

/** Goes over line breaks and indentation. An indentation of 0 is not known yet: the deepest of the lines gone over decides. */
function scanIndentation(
  cursor: Cursor,
  known: number,
  parentIndent: number,
  start: number,
): { indent: number; breaks: string } {
  let breaks = '';
  let deepest = 0;
  for (;;) {
    while ((known === 0 || cursor.column < known) && cursor.code() === chars.space) {
      cursor.position += 1;
    }
    deepest = Math.max(deepest, cursor.column);
    if ((known === 0 || cursor.column < known) && cursor.code() === chars.tab) {
      throw new YamlError('a block text is indented with a tab; YAML takes spaces only', start);
    }
    if (!isBreak(cursor.code())) {
      return { indent: known === 0 ? Math.max(deepest, parentIndent + 1, 1) : known, breaks };
    }
    breaks += cursor.takeBreak();
  }
}
