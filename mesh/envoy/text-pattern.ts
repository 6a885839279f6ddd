import { matchesGlob, parseGlob } from '../text/glob.js';
import { RegularExpression } from '../text/regular-expression.js';

/** The texts that a condition takes, as data: what it compares is known without trying texts. */
export type TextPattern =
  /** Every text. */
  | { readonly kind: 'any' }
  /** Every text that is not empty. */
  | { readonly kind: 'filled' }
  | { readonly kind: 'exact' | 'prefix' | 'suffix'; readonly text: string; readonly ignoreCase?: boolean }
  /** A whole text by an expression of RE2. */
  | { readonly kind: 'regex'; readonly text: string }
  /** A whole text in which `*` stands for any text. */
  | { readonly kind: 'glob'; readonly text: string }
  /** One of several patterns is enough; none takes nothing. */
  | { readonly kind: 'one of'; readonly patterns: readonly TextPattern[] }
  /** What another pattern does not take. */
  | { readonly kind: 'not'; readonly pattern: TextPattern };

/** A test of one text, compiled once. */
export interface TextTest {
  (value: string): boolean;
  readonly pattern: TextPattern;
}

/** The test of a pattern. */
export function compilePattern(pattern: TextPattern): TextTest {
  return Object.assign(testOf(pattern), { pattern });
}

function testOf(pattern: TextPattern): (value: string) => boolean {
  switch (pattern.kind) {
    case 'any':
      return () => true;
    case 'filled':
      return (value) => value !== '';
    case 'regex': {
      const expression = new RegularExpression(pattern.text);
      return (value) => expression.matches(value);
    }
    case 'glob': {
      const glob = parseGlob(pattern.text);
      return (value) => matchesGlob(glob, value);
    }
    case 'one of': {
      const tests = pattern.patterns.map(testOf);
      return (value) => tests.some((test) => test(value));
    }
    case 'not': {
      const test = testOf(pattern.pattern);
      return (value) => !test(value);
    }
    default:
      return literalTest(pattern.kind, pattern.text, pattern.ignoreCase === true);
  }
}

function literalTest(
  kind: 'exact' | 'prefix' | 'suffix',
  text: string,
  ignoreCase: boolean,
): (value: string) => boolean {
  const wanted = ignoreCase ? text.toLowerCase() : text;
  switch (kind) {
    case 'exact':
      return ignoreCase ? (value) => value.toLowerCase() === wanted : (value) => value === wanted;
    case 'prefix':
      return ignoreCase ? (value) => value.toLowerCase().startsWith(wanted) : (value) => value.startsWith(wanted);
    default:
      return ignoreCase ? (value) => value.toLowerCase().endsWith(wanted) : (value) => value.endsWith(wanted);
  }
}

/** A pattern that takes what any of some takes. */
export function oneOf(patterns: readonly TextPattern[]): TextPattern {
  const [only] = patterns;
  return only !== undefined && patterns.length === 1 ? only : { kind: 'one of', patterns };
}
