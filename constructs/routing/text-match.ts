import { RegularExpression } from '../../mesh/text/regular-expression.js';

/** How a text is compared: a plain string is compared exactly; `regex` is RE2 and must match the whole text. */
export type TextMatch = string | { readonly exact: string } | { readonly prefix: string } | { readonly regex: string };

/** Says that two matches cannot be combined, because one is a regular expression. */
export const UNDECIDABLE = Symbol('undecidable');

/**
 * The texts that both of two matches take.
 *
 * @returns undefined where there are none; UNDECIDABLE where no single match says it.
 */
export function intersect(a: TextMatch, b: TextMatch): TextMatch | undefined | typeof UNDECIDABLE {
  const [one, other] = [explicit(a), explicit(b)];
  if ('regex' in one) return intersectRegex(one.regex, other);
  if ('regex' in other) return intersectRegex(other.regex, one);
  if ('exact' in one) return takes(other, one.exact) ? one : undefined;
  if ('exact' in other) return takes(one, other.exact) ? other : undefined;
  if (one.prefix.startsWith(other.prefix)) return one;
  return other.prefix.startsWith(one.prefix) ? other : undefined;
}

type ExplicitMatch = Exclude<TextMatch, string>;

function explicit(match: TextMatch): ExplicitMatch {
  return typeof match === 'string' ? { exact: match } : match;
}

function takes(match: { readonly exact: string } | { readonly prefix: string }, text: string): boolean {
  return 'exact' in match ? match.exact === text : text.startsWith(match.prefix);
}

function intersectRegex(regex: string, other: ExplicitMatch): TextMatch | undefined | typeof UNDECIDABLE {
  if ('exact' in other) return new RegularExpression(regex).matches(other.exact) ? other : undefined;
  if ('regex' in other) return other.regex === regex ? other : UNDECIDABLE;
  // Every path starts with a slash.
  return other.prefix === '/' || other.prefix === '' ? { regex } : UNDECIDABLE;
}
