import type { z } from 'zod';
import { fieldPath, type Problem } from '../../mesh/index.js';

type Issue = z.core.$ZodIssue;

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
 * The issues of a checked configuration as problems of ours. The schema must be asked to report inputs.
 *
 * A value of a wrong type has one problem, however many rules of the right type it breaks besides.
 */
export function schemaProblems(issues: readonly Issue[]): Problem[] {
  return leafProblems(issues.flatMap(branchIssues));
}

/** Of a value that none of several forms takes, what is wrong with it as the form that it has. */
function branchIssues(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const nested = issue.errors.find((errors) => !errors.every(isOtherForm));
  if (nested === undefined) return [issue];
  return nested.flatMap((one) => branchIssues({ ...one, path: [...issue.path, ...one.path] }));
}

/** Says that a value has not this form at all. */
function isOtherForm({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function leafProblems(issues: readonly Issue[]): Problem[] {
  const mistyped = new Set(issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => fieldPath(path)));
  return issues
    .filter(({ code, path }) => code === 'invalid_type' || !mistyped.has(fieldPath(path)))
    .flatMap(problemsOf);
}

function problemsOf(issue: Issue): Problem[] {
  const place = fieldPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'ENV_UNKNOWN_KEY',
      place: place === '' ? key : `${place}.${key}`,
      message: 'is not a setting of the program',
      mend: 'remove it, or look up its name in docs/environments.md',
    }));
  }
  return [{ code: 'ENV_INVALID', place, message: messageOf(issue), mend: mendOf(issue) }];
}

function messageOf(issue: Issue): string {
  const { code, input, path } = issue;
  if (code === 'invalid_union' && issue.errors.length === 0) {
    // The input is what holds the key that decides.
    const decided = (input as Readonly<Record<string, unknown>> | null)?.[String(path.at(-1))];
    return decided === undefined || decided === null ? 'is not given' : `is ${shown(decided)}, which is not known`;
  }
  if (input === undefined) return 'is not given';
  return code === 'invalid_type' || code === 'invalid_union'
    ? `is ${shown(input)}`
    : `is ${shown(input)}, which is not valid`;
}

function mendOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give ${WORDS[issue.expected] ?? `a value of type ${issue.expected}`}`;
    case 'invalid_value':
      return `give one of ${issue.values.join(', ')}`;
    case 'invalid_union':
      if (issue.errors.length > 0) return `give ${issue.errors.map(formOf).join(', or ')}`;
      return `give one of ${[...issue.message.matchAll(/'([^']+)'/g)].map(([, value]) => value).join(', ')}`;
    case 'too_small':
      return `give ${counted(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `give ${counted(issue.origin, 'at most', issue.maximum)}`;
    default:
      return issue.message;
  }
}

/** What one form of a value that may have several would be. */
function formOf(issues: readonly Issue[]): string {
  const [issue] = issues;
  if (issue?.code === 'invalid_value') return issue.values.map(String).join(' or ');
  return issue?.code === 'invalid_type'
    ? (WORDS[issue.expected] ?? issue.expected)
    : (issue?.message ?? 'another value');
}

function counted(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'array') return `${bound} ${limit} of them`;
  return origin === 'string' ? `a text of ${bound} ${limit} characters` : `${bound} ${limit}`;
}

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a section with keys below it';
  return typeof value === 'string' ? `'${value}'` : String(value);
}
