import { chars, isBlank, isBlankOrEnd, isBreakOrEnd, isDigit, isWord } from './characters.js';
import type { Cursor } from './cursor.js';
import { decodeUtf8, lengthFrom } from './utf8.js';
import { YamlError } from './yaml-error.js';

/** A tag as it is written: its handle (`!`, `!!`, `!name!`, or none for `!<…>`) and the rest. */
export interface WrittenTag {
  readonly handle: string;
  readonly suffix: string;
}

/** A line such as `%YAML 1.1` or `%TAG ! tag:example.org,2000:` before a document. */
export type Directive =
  | { readonly name: 'YAML'; readonly version: string }
  | { readonly name: 'TAG'; readonly handle: string; readonly prefix: string };

/** Reads the name after `&` or `*`, which is at the cursor. */
export function scanAnchor(cursor: Cursor): string {
  const start = cursor.position;
  cursor.position += 1;
  const name = scanWord(cursor);
  if (name === '' || (!isBlankOrEnd(cursor.code()) && !'?:,]}%@`'.includes(String.fromCharCode(cursor.code())))) {
    const sign = cursor.slice(start, start + 1);
    throw new YamlError(
      `\`${sign}\` must be followed by a name of letters, digits, \`-\` and \`_\`; quote a text`,
      start,
    );
  }
  return name;
}

/** Reads a tag, whose `!` is at the cursor. */
export function scanTag(cursor: Cursor): WrittenTag {
  const start = cursor.position;
  const tag = cursor.code(1) === chars.less ? scanVerbatim(cursor, start) : scanShorthand(cursor, start);
  if (!isBlankOrEnd(cursor.code())) {
    throw new YamlError('a blank must follow a tag; quote a text that begins with `!`', start);
  }
  return tag;
}

function scanVerbatim(cursor: Cursor, start: number): WrittenTag {
  cursor.position += 2;
  const suffix = scanUri(cursor, '', start);
  if (cursor.code() !== chars.greater) {
    throw new YamlError('a tag that begins with `!<` must end with `>`', start);
  }
  cursor.position += 1;
  return { handle: '', suffix };
}

function scanShorthand(cursor: Cursor, start: number): WrittenTag {
  const handle = scanHandle(cursor, start);
  if (handle.length > 1 && handle.endsWith('!')) {
    return { handle, suffix: scanUri(cursor, '', start) };
  }
  const suffix = scanUri(cursor, handle, start);
  return suffix === '' ? { handle: '', suffix: handle } : { handle: '!', suffix };
}

function scanHandle(cursor: Cursor, start: number): string {
  const from = cursor.position;
  if (cursor.code() !== chars.exclamation) {
    throw new YamlError('the handle of a tag must begin with `!`', start);
  }
  cursor.position += 1;
  scanWord(cursor);
  if (cursor.code() === chars.exclamation) {
    cursor.position += 1;
  }
  return cursor.slice(from, cursor.position);
}

const uriSigns = ";/?:@&=+$,.!~*'()[]%";

/** Reads the characters of a URI behind what was read of it as a handle. */
function scanUri(cursor: Cursor, head: string, start: number): string {
  let uri = head.slice(1);
  let from = cursor.position;
  while (
    isWord(cursor.code()) ||
    (cursor.code() !== chars.end && uriSigns.includes(String.fromCharCode(cursor.code())))
  ) {
    if (cursor.code() === chars.percent) {
      uri += cursor.slice(from, cursor.position) + scanEscapedOctets(cursor, start);
      from = cursor.position;
    } else {
      cursor.position += 1;
    }
  }
  uri += cursor.slice(from, cursor.position);
  if (uri === '' && head === '') {
    throw new YamlError('a tag has no name', start);
  }
  return uri;
}

/** Reads one character that is written as octets, such as `%C3%A9`. */
function scanEscapedOctets(cursor: Cursor, start: number): string {
  const octets: number[] = [];
  let count = 1;
  while (octets.length < count) {
    const hex = cursor.slice(cursor.position + 1, cursor.position + 3);
    const octet = Number.parseInt(hex, 16);
    const isLead = octets.length === 0;
    count = isLead ? lengthFrom(octet) : count;
    if (cursor.code() !== chars.percent || !/^[\da-f]{2}$/i.test(hex) || count === 0 || (!isLead && octet >> 6 !== 2)) {
      throw new YamlError('a `%` in a tag must begin the octets of a character, such as `%C3%A9`', start);
    }
    octets.push(octet);
    cursor.position += 3;
  }
  return decodeUtf8(Uint8Array.from(octets));
}

/** Reads a directive, whose `%` is at the cursor in the first column, and the rest of its line. */
export function scanDirective(cursor: Cursor): Directive {
  const start = cursor.position;
  cursor.position += 1;
  const name = scanWord(cursor);
  if (!isBlankOrEnd(cursor.code()) || (name !== 'YAML' && name !== 'TAG')) {
    throw new YamlError('a line that begins with `%` must be a directive, `%YAML` or `%TAG`; quote a text', start);
  }
  skipBlanks(cursor);
  const directive = name === 'YAML' ? scanVersion(cursor, start) : scanTagDirective(cursor, start);
  skipBlanks(cursor);
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.code())) {
    throw new YamlError(`something follows the directive %${name} on its line`, start);
  }
  cursor.takeBreak();
  return directive;
}

function scanVersion(cursor: Cursor, start: number): Directive {
  const from = cursor.position;
  while (isDigit(cursor.code()) || cursor.code() === chars.dot) {
    cursor.position += 1;
  }
  const version = cursor.slice(from, cursor.position);
  if (!/^\d{1,2}\.\d{1,2}$/.test(version)) {
    throw new YamlError('the directive %YAML needs a version, such as `%YAML 1.1`', start);
  }
  return { name: 'YAML', version: version.split('.').map(Number).join('.') };
}

function scanTagDirective(cursor: Cursor, start: number): Directive {
  const handle = scanHandle(cursor, start);
  if ((handle !== '!' && !handle.endsWith('!')) || !isBlank(cursor.code())) {
    throw new YamlError('the directive %TAG needs a handle such as `!name!` and a prefix', start);
  }
  skipBlanks(cursor);
  // The prefix of a directive may begin with any character of a URI.
  const prefix = scanUri(cursor, '', start);
  if (!isBlankOrEnd(cursor.code())) {
    throw new YamlError('the prefix of the directive %TAG has a character that no URI has', start);
  }
  return { name: 'TAG', handle, prefix };
}

function scanWord(cursor: Cursor): string {
  const from = cursor.position;
  while (isWord(cursor.code())) {
    cursor.position += 1;
  }
  return cursor.slice(from, cursor.position);
}

function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.code())) {
    cursor.position += 1;
  }
}
