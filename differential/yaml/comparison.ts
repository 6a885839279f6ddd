import { isDeepStrictEqual } from 'node:util';
import { splitDocuments } from '../../mesh/yaml/documents.js';
import { type ParsedDocument, parseDocument, parseYaml } from '../../mesh/yaml/parser.js';
import type { Answer, Question } from './go-yaml.js';

/** How our answer stands to that of Go. */
export type Verdict =
  /** The same JSON. */
  | 'same'
  /** Neither reads it. */
  | 'refused'
  /** We do not read what Go reads. */
  | 'lost'
  /** We read what Go refuses. */
  | 'extra'
  /** Both read it, not as the same. */
  | 'different'
  /** A file in which kubectl stops at a mistake, or leaves out what follows the marker `...`; what it reads, we read too. */
  | 'more'
  /** One of the differences that are known: {@link isKnown}. */
  | 'known';

/** Compares our reading with that of Go. */
export function compare({ sort, text }: Question, answer: Answer): Verdict {
  if (sort === 'stream') {
    return compareStream(text, answer);
  }
  const ours = parseYaml(text);
  const isReadByGo = 'json' in answer;
  if (!ours.isRead && !isReadByGo) {
    return 'refused';
  }
  if (ours.isRead && isReadByGo && isDeepStrictEqual(asJson(ours), answer.json)) {
    return 'same';
  }
  if (isKnown(text, ours, isReadByGo)) {
    return 'known';
  }
  return ours.isRead ? (isReadByGo ? 'different' : 'extra') : 'lost';
}

/** What we make of a question, for a message. */
export function oursFor({ sort, text }: Question): unknown {
  const read = (ours: ParsedDocument): unknown => (ours.isRead ? asJson(ours) : ours.mistakes[0]?.message);
  return sort === 'document'
    ? read(parseYaml(text))
    : [...splitDocuments(text)].map((document) => read(parseDocument(document)));
}

function compareStream(text: string, answer: Answer): Verdict {
  const ours = [...splitDocuments(text)].map(parseDocument);
  if (!('json' in answer)) {
    return ours.some(({ isRead }) => !isRead) ? 'refused' : 'more';
  }
  const theirs = (answer.json as readonly unknown[]).filter((value) => value !== null);
  const values = ours
    .flatMap((document) => (document.isRead ? [asJson(document)] : []))
    .filter((value) => value !== null);
  if (isDeepStrictEqual(values, theirs)) {
    return 'same';
  }
  if (isKnownOfFiles(text) || ours.some((document) => isKnown(text, document, true))) {
    return 'known';
  }
  let next = 0;
  for (const value of values) {
    next += isDeepStrictEqual(value, theirs[next]) ? 1 : 0;
  }
  return next === theirs.length ? 'more' : 'different';
}

/**
 * - Go reads on to control characters behind the first document only when its buffer of 512 bytes happens to hold them.
 * - Byte order marks but the first make Go leave out the first character of lines, until that buffer is filled anew.
 */
function isKnown(text: string, ours: ParsedDocument, isReadByGo: boolean): boolean {
  const isControlCharacter = !ours.isRead && ours.mistakes[0]?.message.includes('control character') === true;
  return (isControlCharacter && isReadByGo) || text.lastIndexOf('\ufeff') > 0;
}

/**
 * - kubectl reads JSON as YAML unless it is the first of the file, so that it takes it for a text behind a no-break space, and folds a string at a next
 *   line or a line separator; we read the JSON.
 * - kubectl takes CR CR LF for one line break, which are two to the parser.
 * - kubectl takes `---#` for a marker with a comment, but not at the start of what it splits off.
 */
function isKnownOfFiles(text: string): boolean {
  const isOddJson = /\{\s*"/.test(text) && /[\u0085\u2028\u2029]/.test(text);
  return isOddJson || /\u00a0\s*\{|\r\r\n|^---#/m.test(text) || text.lastIndexOf('\ufeff') > 0;
}

function asJson({ value }: ParsedDocument): unknown {
  return value ?? null;
}
