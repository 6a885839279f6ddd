import { chars, isBlank, isBlankOrEnd, isBreak } from './characters.js';
import type { Cursor } from './cursor.js';
import { YamlError } from './yaml-error.js';

/** Breaks between two parts of a scalar that is folded: one becomes a space, of several the first is dropped. */
export class Folding {
  private first = '';
  private more = '';

  add(lineBreak: string): void {
    if (this.first === '') {
      this.first = lineBreak;
    } else {
      this.more += lineBreak;
    }
  }

  get isEmpty(): boolean {
    return this.first === '';
  }

  /** What the breaks become; they are forgotten. */
  take(): string {
    const { first, more } = this;
    this.first = '';
    this.more = '';
    return first === '\n' ? more || ' ' : first + more;
  }
}

/** What a plain scalar says, and whether line breaks follow it, after which a key may stand. */
export interface PlainScalar {
  readonly text: string;
  readonly isBeforeBreak: boolean;
}

/**
 * Reads a plain scalar.
 *
 * @param indent least column of its further lines
 * @param isInFlow whether it stands in brackets, where `,`, `?` and brackets end it
 */
export function scanPlain(cursor: Cursor, indent: number, isInFlow: boolean): PlainScalar {
  const start = cursor.position;
  const folding = new Folding();
  let text = '';
  let blanks = '';
  while (!cursor.isAtMarker() && cursor.code() !== chars.hash) {
    const from = cursor.position;
    skipPlain(cursor, isInFlow);
    if (cursor.position > from) {
      text += (folding.isEmpty ? blanks : folding.take()) + cursor.slice(from, cursor.position);
      blanks = '';
    }
    if (!isBlank(cursor.code()) && !isBreak(cursor.code())) {
      break;
    }
    const blanksFrom = cursor.position;
    while (isBlank(cursor.code()) || isBreak(cursor.code())) {
      if (isBreak(cursor.code())) {
        folding.add(cursor.takeBreak());
      } else {
        if (!folding.isEmpty && cursor.column < indent && cursor.code() === chars.tab) {
          throw new YamlError('a tab is used for indentation; YAML takes spaces only', start);
        }
        cursor.position += 1;
      }
    }
    if (folding.isEmpty) {
      blanks = cursor.slice(blanksFrom, cursor.position);
    }
    if (!isInFlow && cursor.column < indent) {
      break;
    }
  }
  return { text, isBeforeBreak: !folding.isEmpty };
}

function skipPlain(cursor: Cursor, isInFlow: boolean): void {
  for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
    if ((code === chars.colon && isBlankOrEnd(cursor.code(1))) || (isInFlow && endsPlainInFlow(code))) {
      return;
    }
    cursor.position += 1;
  }
}

function endsPlainInFlow(code: number): boolean {
  return (
    code === chars.comma ||
    code === chars.question ||
    code === chars.openBracket ||
    code === chars.closeBracket ||
    code === chars.openBrace ||
    code === chars.closeBrace
  );
}

const escapes: ReadonlyMap<string, string> = new Map([
  ...([
    ['0', '\0'],
    ['a', '\x07'],
    ['b', '\b'],
    ['t', '\t'],
    ['\t', '\t'],
    ['n', '\n'],
    ['v', '\v'],
    ['f', '\f'],
    ['r', '\r'],
    ['e', '\x1b'],
    [' ', ' '],
    ['"', '"'],
    ["'", "'"],
    ['\\', '\\'],
    ['N', '\u0085'],
    ['_', '\u00a0'],
    ['L', '\u2028'],
    ['P', '\u2029'],
  ] as const),
]);
const digitsOfEscape: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Reads a quoted scalar, whose quote is at the cursor. */
export function scanQuoted(cursor: Cursor): string {
  const start = cursor.position;
  const quote = cursor.code();
  const folding = new Folding();
  let text = '';
  cursor.position += 1;
  for (;;) {
    if (cursor.isAtMarker()) {
      throw new YamlError('a quoted text is not closed before the document ends', start);
    }
    if (cursor.code() === chars.end) {
      throw new YamlError('a quoted text is not closed', start);
    }
    const { part, isBreakEscaped } = quotedPart(cursor, quote, start);
    text += part;
    if (cursor.code() === quote) {
      cursor.position += 1;
      return text;
    }
    const blanksFrom = cursor.position;
    while (isBlank(cursor.code()) || isBreak(cursor.code())) {
      if (isBreak(cursor.code())) {
        // After an escaped break the lines that follow are kept as they are, so its place is taken.
        if (isBreakEscaped && folding.isEmpty) {
          text += cursor.takeBreak();
        } else {
          folding.add(cursor.takeBreak());
        }
      } else {
        cursor.position += 1;
      }
    }
    text += isBreakEscaped || !folding.isEmpty ? folding.take() : cursor.slice(blanksFrom, cursor.position);
  }
}

/** Reads up to a blank, a break, the quote or the end of the text, or over an escaped line break. */
function quotedPart(cursor: Cursor, quote: number, start: number): { part: string; isBreakEscaped: boolean } {
  let part = '';
  let from = cursor.position;
  for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
    if (code === quote) {
      if (quote === chars.doubleQuote || cursor.code(1) !== quote) {
        break;
      }
      part += cursor.slice(from, cursor.position + 1);
      cursor.position += 2;
      from = cursor.position;
    } else if (quote === chars.doubleQuote && code === chars.backslash) {
      part += cursor.slice(from, cursor.position);
      cursor.position += 1;
      if (isBreak(cursor.code())) {
        cursor.takeBreak();
        return { part, isBreakEscaped: true };
      }
      part += escaped(cursor, start);
      from = cursor.position;
    } else {
      cursor.position += 1;
    }
  }
  return { part: part + cursor.slice(from, cursor.position), isBreakEscaped: false };
}

/** Reads what follows a backslash. */
function escaped(cursor: Cursor, start: number): string {
  const sign = cursor.slice(cursor.position, cursor.position + 1);
  const simple = escapes.get(sign);
  cursor.position += 1;
  if (simple !== undefined) {
    return simple;
  }
  const digits = digitsOfEscape.get(sign);
  if (digits === undefined) {
    const shown = sign === '\0' ? '' : sign;
    throw new YamlError(`\`\\${shown}\` is not an escape in double quotes; write \`\\\\\` for a backslash`, start);
  }
  const hex = cursor.slice(cursor.position, cursor.position + digits);
  const value = Number.parseInt(hex, 16);
  if (!/^[\da-f]+$/i.test(hex) || hex.length < digits) {
    throw new YamlError(`\`\\${sign}\` needs ${digits} hexadecimal digits`, start);
  }
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    throw new YamlError(`\`\\${sign}${hex}\` is not a character`, start);
  }
  cursor.position += digits;
  return String.fromCodePoint(value);
}
