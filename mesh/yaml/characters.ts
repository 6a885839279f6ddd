/** Codes of the characters that mean something to YAML. */
export const chars = {
  end: 0,
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  exclamation: 33,
  doubleQuote: 34,
  hash: 35,
  percent: 37,
  ampersand: 38,
  singleQuote: 39,
  asterisk: 42,
  plus: 43,
  comma: 44,
  dash: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  less: 60,
  greater: 62,
  question: 63,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
  openBrace: 123,
  bar: 124,
  closeBrace: 125,
  lineSeparator: 0x2028,
  paragraphSeparator: 0x2029,
  byteOrderMark: 0xfeff,
} as const;

/** A space or a tab. */
export function isBlank(code: number): boolean {
  return code === chars.space || code === chars.tab;
}

/** A line break; for others there are line feeds by then ({@link withLineFeedsOfYaml}). */
export function isBreak(code: number): boolean {
  return (
    code === chars.lineFeed ||
    code === chars.carriageReturn ||
    code === chars.lineSeparator ||
    code === chars.paragraphSeparator
  );
}

export function isBreakOrEnd(code: number): boolean {
  return code === chars.end || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreakOrEnd(code);
}

export function isDigit(code: number): boolean {
  return code >= chars.zero && code <= chars.nine;
}

/** A letter, a digit, `_` or `-`: what names of anchors and handles of tags are made of. */
export function isWord(code: number): boolean {
  return (
    isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === chars.dash
  );
}

/**
 * The text with line feeds for carriage returns that stand alone, as files of an old Macintosh have. Offsets stay, so that places in the
 * result are places in the file.
 */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

/** The text with line feeds also for next lines (U+0085), which YAML 1.1 takes for line breaks, but JSON does not. */
export function withLineFeedsOfYaml(text: string): string {
  return withLineFeeds(text).replaceAll('\u0085', '\n');
}

/** Characters that go-yaml refuses anywhere in a text; YAML calls them not printable. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
export const notPrintable = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\p{Surrogate}/u;
