import { asksForPresence, type StringMatch } from '../istio/string-match.js';
import { quoteMeta } from '../text/regular-expression.js';
import { compilePattern, type TextPattern, type TextTest } from './text-pattern.js';

/** The test that a match stands for; a regular expression has to fit the whole text, as Envoy does it. */
export function compileTextMatch(match: StringMatch, ignoreCase = false): TextTest {
  return compilePattern(patternOfMatch(match, ignoreCase));
}

function patternOfMatch(match: StringMatch, ignoreCase: boolean): TextPattern {
  if (asksForPresence(match)) {
    return { kind: 'any' };
  }
  if (match.exact !== undefined) {
    return { kind: 'exact', text: match.exact, ignoreCase };
  }
  return match.prefix !== undefined
    ? { kind: 'prefix', text: match.prefix, ignoreCase }
    : { kind: 'regex', text: match.regex ?? '' };
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

/**
 * A value of an AuthorizationPolicy: exact, `*suffix`, `prefix*`, or `*` for anything that is not empty
 * (https://istio.io/latest/docs/reference/config/security/authorization-policy/).
 */
export function compilePolicyValue(value: string, ignoreCase = false): TextTest {
  return compilePattern(patternOfValue(value, ignoreCase));
}

function patternOfValue(value: string, ignoreCase: boolean): TextPattern {
  if (value === '*') {
    return { kind: 'filled' };
  }
  if (value.startsWith('*')) {
    return { kind: 'suffix', text: value.slice(1), ignoreCase };
  }
  return value.endsWith('*')
    ? { kind: 'prefix', text: value.slice(0, -1), ignoreCase }
    : { kind: 'exact', text: value, ignoreCase };
}

/** What a template of Envoy takes in a segment: the `pchar` of RFC 3986. */
const templateCharacters = "a-zA-Z0-9._~%!$&'()+,;:@=*-";

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
    .map((part) =>
      part === '{*}' ? `[${templateCharacters}]+` : part === '{**}' ? `[/${templateCharacters}]*` : quoteMeta(part),
    )
    .join('');
  return compilePattern({ kind: 'regex', text: pattern });
}
