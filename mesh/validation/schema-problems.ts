import type { z } from 'zod';
import type { Problem } from '../manifest/problem.js';
import { closestName } from './closest-name.js';
import { fieldPath } from './field-path.js';
import { conditionOf, keysAt } from './schema-keys.js';

type Issue = z.core.$ZodIssue;

/** How problems of one kind of settings are named. */
export interface SettingsWords {
  /** What their codes begin with: `ENV` makes `ENV_INVALID` and `ENV_UNKNOWN_KEY`. */
  readonly code: string;
  /** Page that lists the settings. */
  readonly page: string;
  /** The schema, whose keys a misspelled one is compared with. @default no name is suggested */
  readonly schema?: z.core.$ZodType;
  /** Whether the value at a path must not be shown. @default no value */
  readonly isSecret?: (path: Issue['path']) => boolean;
}

/** What a person calls the types of the schema. */
const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys below it',
  record: 'a section with keys below it',
};

/**
 * The issues of checked settings as problems, whose place is the path of the setting. The schema must be asked to report inputs.
 *
 * A value of a wrong type has one problem, however many rules of the right type it breaks besides.
 */
export function schemaProblems(issues: readonly Issue[], words: SettingsWords): Problem[] {
  const mistyped = new Set(issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => fieldPath(path)));
  return issues
    .filter(({ code, path }) => code === 'invalid_type' || !mistyped.has(fieldPath(path)))
    .flatMap((issue) => problemsOf(issue, words));
}

function problemsOf(issue: Issue, words: SettingsWords): Problem[] {
  const place = fieldPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = words.schema === undefined ? [] : keysAt(words.schema, issue.path);
    return issue.keys.map((key) => ({
      code: `${words.code}_UNKNOWN_KEY`,
      place: place === '' ? key : `${place}.${key}`,
      message: known.includes(key) ? 'is not a setting here' : 'is not a setting of the program',
      fix: fixOfUnknown(key, known, words, issue.path),
    }));
  }
  // Of a value that may have several types, the mistake below the type that it has is what helps.
  const deeper = issue.code === 'invalid_union' ? issue.errors.find((branch) => !branch.every(isOtherForm)) : undefined;
  if (deeper !== undefined) {
    return deeper.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, words));
  }
  const message = words.isSecret?.(issue.path) === true ? 'is a secret, which is not valid' : messageOf(issue);
  return [{ code: `${words.code}_INVALID`, place, message, fix: fixOf(issue) }];
}

/** How many names a message lists. */
const MOST_NAMES = 12;

function fixOfUnknown(
  key: string,
  known: readonly string[],
  { schema, page }: SettingsWords,
  path: Issue['path'],
): string {
  if (known.includes(key)) {
    const condition = schema === undefined ? undefined : conditionOf(schema, path, key);
    return condition === undefined
      ? 'remove it'
      : `remove it; it is a setting where ${condition.key} is ${condition.values.join(' or ')}`;
  }
  const meant = closestName(key, known);
  if (meant !== undefined) return `write ${meant}`;
  const isShort = known.length > 0 && known.length <= MOST_NAMES;
  return isShort
    ? `remove it; what can stand here is ${known.join(', ')}`
    : `remove it, or look up its name in ${page}`;
}

/** Says that a value has not this form at all. */
function isOtherForm({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

/** What a value that may have several forms would be in one of them. */
function formOf([issue]: readonly Issue[]): string {
  if (issue?.code === 'invalid_value') return issue.values.map(String).join(' or ');
  return issue?.code === 'invalid_type'
    ? (WORDS[issue.expected] ?? issue.expected)
    : (issue?.message ?? 'another value');
}

function messageOf(issue: Issue): string {
  const { code, input, path } = issue;
  if (code === 'invalid_key') return 'cannot be a name here';
  if (code === 'invalid_union' && issue.errors.length === 0) {
    // The input is what holds the key that decides.
    const decided = (input as Readonly<Record<string, unknown>> | null)?.[String(path.at(-1))];
    return decided === undefined || decided === null ? 'is not given' : `is ${shownValue(decided)}, which is not known`;
  }
  if (input === undefined) return 'is not given';
  return code === 'invalid_type' ? `is ${shownValue(input)}` : `is ${shownValue(input)}, which is not valid`;
}

function fixOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give ${WORDS[issue.expected] ?? `a value of type ${issue.expected}`}`;
    case 'invalid_value':
      return `give one of ${issue.values.join(', ')}`;
    case 'invalid_union': {
      const known = [...issue.message.matchAll(/'([^']+)'/g)].map(([, value]) => value);
      return known.length > 0 ? `give one of ${known.join(', ')}` : `give ${issue.errors.map(formOf).join(', or ')}`;
    }
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'too_small':
      return `give ${counted(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `give ${counted(issue.origin, 'at most', issue.maximum)}`;
    default:
      return issue.message;
  }
}

function counted(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'array') return `${bound} ${limit} of them`;
  return origin === 'string' ? `a text of ${bound} ${limit} characters` : `${bound} ${limit}`;
}

/** Characters of a value that a message shows. */
const MOST_SHOWN = 80;

/** A value as a message shows it, in one line: texts in quotes, lists and sections in words. */
export function shownValue(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a section with keys below it';
  if (typeof value !== 'string') return String(value);
  const line = value.slice(0, MOST_SHOWN).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `'${line}${value.length > MOST_SHOWN ? '…' : ''}'`;
}
