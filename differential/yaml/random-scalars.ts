import type { Draws } from './draws.js';

const words = [
  'a',
  'b',
  'web',
  'x y',
  'yes',
  'No',
  'on',
  'OFF',
  'y',
  'N',
  'true',
  'False',
  'null',
  '~',
  'NULL',
] as const;
const numbers = [
  '0',
  '1',
  '-1',
  '010',
  '08',
  '0o17',
  '0x1F',
  '-0b11',
  '1_000',
  '1e3',
  '1.5',
  '.5',
  '-.5e-3',
  '5.',
] as const;
const odd = [
  '.inf',
  '-.INF',
  '.nan',
  '+1',
  '1:30',
  '2001:db8::',
  '::1',
  '10.0.0.0/8',
  '5s',
  '2001-01-02',
  '<<',
] as const;
const marks = [
  'a:b',
  'a#b',
  'a #b',
  '-x',
  '--',
  '?x',
  ':x',
  'a,b',
  'a[b]',
  '{{ .x }}',
  'x: ',
  '@a',
  '`a`',
  '%a',
  '!a',
  '|',
  '>-',
] as const;
const numberPieces = [
  '0',
  '1',
  '7',
  '9',
  '-',
  '+',
  '.',
  '_',
  'e',
  'E',
  'x',
  'o',
  'b',
  'A',
  'f',
  ':',
  'inf',
  'nan',
  'p',
  'T',
  'Z',
  ' ',
] as const;
const textPieces = [
  ...[
    'a',
    'b',
    'é',
    '中',
    '😀',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\t',
    ':',
    ': ',
    '#',
    ' #',
    "'",
    '"',
    '\\',
    '-',
    '- ',
    '?',
    '!',
    '&',
    '*',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    ',',
    '|',
    '>',
    '%',
    '@',
    '`',
    '---',
    '...',
    '\u0085',
    '\u2028',
    '\u00a0',
    '\ufeff',
    '\u007f',
    '0',
    '\r',
  ],
] as const;

/** A text that a scalar means, often one that looks like something else.*/
export function randomText(draws: Draws): string {
  switch (draws.isTame && !draws.chance(20) ? draws.of([0, 0, 2, 3, 7, 7]) : draws.below(8)) {
    case 0:
    case 1:
      return draws.of(words);
    case 2:
      return draws.of(numbers);
    case 3:
      return draws.of(odd);
    case 4:
      return draws.of(marks);
    case 5:
      return draws.list(1, 6, () => draws.of(numberPieces)).join('');
    case 6:
      return draws.list(0, 5, () => draws.of(textPieces)).join('');
    default:
      return draws.list(1, 5, () => draws.of(words)).join(draws.of([' ', '-', '.', '/', ' ']));
  }
}

const escapes = [
  '\\n',
  '\\t',
  '\\\\',
  '\\"',
  '\\x41',
  '\\u00e9',
  '\\U0001F600',
  '\\0',
  '\\e',
  '\\ ',
  '\\N',
  '\\_',
  '\\L',
  "\\'",
  '\\\n  ',
  '\\\t',
] as const;
const wrongEscapes = ['\\/', '\\q', '\\u12', '\\ud83d\\ude00', '\\xg0', '\\U00110000', '\\'] as const;

function randomEscape(draws: Draws): string {
  return draws.rarely(4) ? draws.of(wrongEscapes) : draws.of(escapes);
}

/** A double-quoted scalar, folded over lines now and then. @param indent column of its node; undefined when it must stay on its line */
export function doubleQuoted(draws: Draws, text: string, indent: number | undefined): string {
  const escaped = text.replace(/[\\"]/g, (sign) => `\\${sign}`);
  const broken = indent !== undefined && draws.chance(3) ? brokenAtBlanks(draws, escaped, indent) : escaped;
  return `"${broken}${draws.chance(8) ? randomEscape(draws) : ''}"`;
}

/** A single-quoted scalar, folded over lines now and then. */
export function singleQuoted(draws: Draws, text: string, indent: number | undefined): string {
  const escaped = text.replaceAll("'", "''");
  return `'${indent !== undefined && draws.chance(3) ? brokenAtBlanks(draws, escaped, indent) : escaped}'`;
}

/** A plain scalar, folded over lines now and then; not every text can be one. */
export function plain(draws: Draws, text: string, indent: number): string {
  return draws.chance(4) ? brokenAtBlanks(draws, text, indent) : text;
}

function brokenAtBlanks(draws: Draws, text: string, indent: number): string {
  return text.replace(/ /g, () => (draws.chance(2) ? ' ' : lineBreak(draws, indent)));
}

/** A line break with the indentation of the next line: mostly deep enough, at times not. */
export function lineBreak(draws: Draws, indent: number): string {
  const deep = draws.of([indent + 2, indent + 2, indent + 1, indent + 5]);
  const columns = draws.rarely(2) ? draws.of([indent, indent, Math.max(0, indent - 1), 0]) : deep;
  const blanks = draws.chance(6) ? draws.of(['\n', '  \n', '\t\n']) : '';
  return `${draws.of(['\n', '\n', '\n', ' \n', '\t\n', '\r\n'])}${blanks}${' '.repeat(columns)}${draws.rarely(10) ? '\t' : ''}`;
}

const headers = ['|', '>', '|-', '>-', '|+', '>+', '|2', '>1-', '|+2', '| # c', '|1', '>2+', '>-1'] as const;
const wrongHeaders = ['|3', '>9', '|#', '|0', '|-x', '|--', '|10'] as const;
const lines = [
  'a',
  'b c',
  '  more',
  '',
  '',
  '   ',
  '# c',
  '- x',
  'k: v',
  ' \t',
  'a\\b',
  '"q',
  "'q",
  'é',
  '---',
  '...x',
  '\tt',
] as const;

/** A literal or folded scalar below a node in a column. */
export function blockScalar(draws: Draws, indent: number): string {
  const deep = ' '.repeat(indent + (draws.rarely(5) ? 0 : draws.of([2, 2, 2, 1, 4])));
  const body = draws.list(0, 5, () => {
    const line = draws.of(lines);
    return line === ''
      ? draws.of(['', '', ' '.repeat(indent), deep, `${deep} `])
      : `${deep}${draws.chance(12) ? ' ' : ''}${line}`;
  });
  return `${draws.rarely(6) ? draws.of(wrongHeaders) : draws.of(headers)}\n${body.join('\n')}`;
}
