import {
  CORE_SCHEMA,
  constructFromEvents,
  defineScalarTag,
  EVENT_ID,
  type Event,
  mergeTag,
  NOT_RESOLVED,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import { countLines, type Document } from './documents.js';
import { duplicateKeys } from './positions.js';

/** A mistake in the text of a document. */
export interface YamlMistake {
  readonly kind: 'syntax' | 'duplicate-key' | 'alias';
  /** Line in the file, from 1. */
  readonly line: number;
  readonly message: string;
}

/** What a document holds; no value when it could not be read. */
export interface ParsedDocument {
  readonly value: unknown;
  readonly isRead: boolean;
  /** The parser's events, whose offsets are those of the document's text. */
  readonly events: readonly Event[];
  readonly mistakes: readonly YamlMistake[];
}

const booleans = new Map<string, boolean>(
  [
    ['true', 'yes', 'on', 'y'],
    ['false', 'no', 'off', 'n'],
  ].flatMap((words, index) =>
    words.flatMap((word): [string, boolean][] =>
      [word, word.toUpperCase(), `${word.charAt(0).toUpperCase()}${word.slice(1)}`].map((form) => [form, index === 0]),
    ),
  ),
);

/** Whole numbers as Go writes them: `_` between digits, and a leading 0 before octal digits. */
function wholeNumber(source: string): number | undefined {
  const [, sign, radix = '', digits = ''] = /^([-+]?)(0[xob]?(?=\w))?(\w+)$/i.exec(source.replaceAll('_', '')) ?? [];
  const prefix = radix.toLowerCase() === '0' ? '0o' : radix;
  const value = /^(?:\d+|0o[0-7]+|0b[01]+|0x[\da-f]+)$/i.test(prefix + digits) ? Number(prefix + digits) : Number.NaN;
  return Number.isNaN(value) ? undefined : sign === '-' ? -value : value;
}

/**
 * Kubernetes reads YAML (sigs.k8s.io/yaml) with `yes`, `no`, `on`, `off`, `y` and `n` as booleans, with the whole numbers of Go and with merge
 * keys, else as YAML 1.2.
 */
const schema = CORE_SCHEMA.withTags(
  mergeTag,
  defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
    implicit: true,
    implicitFirstChars: [...'tTfFyYnNoO'],
    resolve: (source) => booleans.get(source) ?? NOT_RESOLVED,
    identify: (data) => typeof data === 'boolean',
  }),
  defineScalarTag<number>('tag:yaml.org,2002:int', {
    implicit: true,
    implicitFirstChars: [...'+-0123456789'],
    resolve: (source) => wholeNumber(source) ?? NOT_RESOLVED,
    identify: (data) => Number.isInteger(data),
  }),
);

/** More values than this behind aliases is a mistake or an attack: the largest object an API server takes is 1.5 MB. */
const mostAliasedValues = 1_000_000;

/** Reads one document. Duplicate keys are reported and the last value of a key holds; any other mistake makes it unread. */
export function parseDocument(document: Document): ParsedDocument {
  let events: Event[] = [];
  try {
    events = parseEvents(document.text, {});
    return construct(document, events, false, []);
  } catch (error) {
    if (!isDuplicateKey(error)) {
      return unread(document, events, error);
    }
  }
  const duplicates = duplicateKeys(events, document.text).map(
    ({ key, offset }): YamlMistake => ({
      kind: 'duplicate-key',
      line: document.line + countLines(document.text, 0, offset),
      message: `the key \`${key}\` is given twice`,
    }),
  );
  try {
    return construct(document, events, true, duplicates);
  } catch (error) {
    return unread(document, events, error);
  }
}

function construct(
  document: Document,
  events: Event[],
  lastKeyHolds: boolean,
  mistakes: readonly YamlMistake[],
): ParsedDocument {
  const value = constructFromEvents(events, { source: document.text, schema, json: lastKeyHolds })[0];
  if (events.some((event) => event.type === EVENT_ID.ALIAS) && !isTree(value)) {
    const message = 'an alias repeats the value that contains it, or far too many values';
    return { value: undefined, isRead: false, events, mistakes: [{ kind: 'alias', line: document.line, message }] };
  }
  return { value, isRead: true, events, mistakes };
}

function isDuplicateKey(error: unknown): boolean {
  return error instanceof YAMLException && error.reason.startsWith('duplicated mapping key');
}

function unread(document: Document, events: readonly Event[], error: unknown): ParsedDocument {
  const isSyntax = error instanceof YAMLException;
  const last = countLines(document.text, 0, document.text.trimEnd().length);
  const line = document.line + Math.min(isSyntax ? (error.mark?.line ?? 0) : 0, last);
  const message = isSyntax
    ? (plainReasons.get(error.reason) ?? error.reason)
    : 'the document is nested too deeply or too large';
  return { value: undefined, isRead: false, events, mistakes: [{ kind: 'syntax', line, message }] };
}

/** What the parser says in words of its own. */
const plainReasons: ReadonlyMap<string, string> = new Map([
  ['object-based map does not support complex keys', 'a key is a list or a mapping, which JSON does not have'],
  ['null byte is not allowed in input', 'the text has a null byte'],
  ['deficient indentation', 'the indentation is too small, or a bracket or quote before it is not closed'],
  ['missed comma between flow collection entries', 'a comma is missing between two entries in brackets'],
  ['nesting exceeded maxDepth (100)', 'more than 100 values are nested in each other'],
]);

/** Whether a value is finite: nothing in it contains itself, and aliases do not blow it up. */
function isTree(root: unknown): boolean {
  const open = new Set<object>();
  let seen = 0;
  const visit = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) {
      return true;
    }
    seen += 1;
    if (seen > mostAliasedValues || open.has(value)) {
      return false;
    }
    open.add(value);
    const isWhole = Object.values(value).every(visit);
    open.delete(value);
    return isWhole;
  };
  return visit(root);
}
