import { asksForPresence, type StringMatch } from '../istio/string-match.js';
import { quoteMeta, RegularExpression } from '../text/regular-expression.js';

/** A test of one text, compiled once. */
export type TextTest = (value: string) => boolean;

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

/** The test of an expression against a whole text. */
function compileRegex(source: string): TextTest {
  const expression = new RegularExpression(source);
  return (value) => expression.matches(value);
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
  return compileRegex(pattern);
}
