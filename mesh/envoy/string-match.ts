import { asksForPresence, escapeRegex, type StringMatch } from '../istio/string-match.js';
import { foldCase } from './case-folding.js';

/** A test of one text, compiled once. */
export type TextTest = (value: string) => boolean;

const never: TextTest = () => false;

/** The test that a match stands for; a regular expression has to fit the whole text, as Envoy does it. */
export function compileTextMatch(match: StringMatch, ignoreCase = false): TextTest {
  if (asksForPresence(match)) {
    return () => true;
  }
  if (match.exact !== undefined) {
    const exact = ignoreCase ? match.exact.toLowerCase() : match.exact;
    return ignoreCase ? (value) => value.toLowerCase() === exact : (value) => value === exact;
  }
  if (match.prefix !== undefined) {
    const prefix = ignoreCase ? match.prefix.toLowerCase() : match.prefix;
    return ignoreCase ? (value) => value.toLowerCase().startsWith(prefix) : (value) => value.startsWith(prefix);
  }
  return compileRegex(match.regex ?? '');
}

/** How messages show a match: `prefix /api`. */
export function describeTextMatch(match: StringMatch): string {
  if (asksForPresence(match)) {
    return 'present';
  }
  if (match.exact !== undefined) {
    return `exact ${match.exact}`;
  }
  return match.prefix !== undefined ? `prefix ${match.prefix}` : `regex ${match.regex}`;
}

/** The test of an RE2 expression against a whole text. One that cannot be compiled matches nothing: Envoy would refuse it. */
export function compileRegex(expression: string): TextTest {
  const compiled = regexOf(expression, true);
  return compiled === undefined ? never : (value) => compiled.test(value);
}

/** An RE2 expression as a JavaScript one; undefined when it has no counterpart. `whole` anchors it at both ends. */
export function regexOf(expression: string, whole: boolean, flags = ''): RegExp | undefined {
  const inline = /^\(\?([imsU]+)\)/.exec(expression);
  const body = translate(inline === null ? expression : expression.slice(inline[0].length));
  const wanted = [...(inline?.[1] ?? '')].filter((flag) => flag !== 'U' && !flags.includes(flag)).join('');
  try {
    return new RegExp(whole ? `^(?:${body})$` : body, flags + wanted);
  } catch {
    return undefined;
  }
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\s',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`{-~',
};

/** Spellings that only RE2 has: named groups with P, \A and \z, \Q…\E, POSIX classes. */
function translate(expression: string): string {
  return foldCase(expression)
    .replaceAll(/\\Q(.*?)(?:\\E|$)/gs, (_, literal: string) => escapeRegex(literal))
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$')
    .replaceAll(/\[:(\w+):\]/g, (whole, name: string) => posixClasses[name] ?? whole);
}

/**
 * A value of an AuthorizationPolicy: exact, `*suffix`, `prefix*`, or `*` for anything that is not empty
 * (https://istio.io/latest/docs/reference/config/security/authorization-policy/).
 */
export function compilePolicyValue(value: string, ignoreCase = false): TextTest {
  if (value === '*') {
    return (text) => text !== '';
  }
  const wanted = ignoreCase ? value.toLowerCase() : value;
  const fold = ignoreCase ? (text: string) => text.toLowerCase() : (text: string) => text;
  if (wanted.startsWith('*')) {
    const suffix = wanted.slice(1);
    return (text) => fold(text).endsWith(suffix);
  }
  if (wanted.endsWith('*')) {
    const prefix = wanted.slice(0, -1);
    return (text) => fold(text).startsWith(prefix);
  }
  return (text) => fold(text) === wanted;
}

/**
 * A path of an AuthorizationPolicy: a policy value, or a template with `{*}` (one segment) and `{**}` (any number)
 * (https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation).
 */
export function compilePolicyPath(path: string): TextTest {
  if (!path.includes('{*}') && !path.includes('{**}')) {
    return compilePolicyValue(path);
  }
  const pattern = path
    .split(/(\{\*\*?\})/)
    .map((part) => (part === '{*}' ? '[^/]+' : part === '{**}' ? '.*' : escapeRegex(part)))
    .join('');
  return compileRegex(pattern);
}
