import type { TextPattern } from '../envoy/text-pattern.js';

/**
 * Names that the outcome of a test of an authority depends on, together with its case and its port: an authority may be one of them, or
 * end in one.
 */
export interface AuthorityNames {
  readonly exact: readonly string[];
  /** Without the wildcard. */
  readonly suffixes: readonly string[];
  /** How many `x` the names begin with at most, those included that need not be tried: a name with more of them is a new one. */
  readonly leading: number;
}

/** Names, each with the number of `x` that it begins with. */
export function authorityNames(exact: readonly string[], suffixes: readonly string[]): AuthorityNames {
  return { exact, suffixes, leading: leadingOf([...exact, ...suffixes]) };
}

/** How many `x` some names begin with at most. */
export function leadingOf(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => /^x*/i.exec(name)?.[0].length ?? 0));
}

/** Several names as one. */
export function joinNames(all: readonly AuthorityNames[]): AuthorityNames {
  return {
    exact: [...new Set(all.flatMap(({ exact }) => exact))],
    suffixes: [...new Set(all.flatMap(({ suffixes }) => suffixes))],
    leading: Math.max(0, ...all.map(({ leading }) => leading)),
  };
}

/** The names of a pattern; undefined where its outcome depends on more than names and endings. */
export function namesOfPattern(pattern: TextPattern): AuthorityNames | undefined {
  switch (pattern.kind) {
    case 'any':
    case 'filled':
      return authorityNames([], []);
    case 'exact':
      return named(pattern.text, pattern.ignoreCase === true);
    case 'suffix':
      return endingIn(pattern.text, pattern.ignoreCase === true);
    case 'glob': {
      const [start, end, ...more] = pattern.text.split('*');
      if (end === undefined) {
        return named(pattern.text, false);
      }
      return start === '' && more.length === 0 ? endingIn(end, false) : undefined;
    }
    case 'not':
      return namesOfPattern(pattern.pattern);
    case 'one of': {
      const all = pattern.patterns.map(namesOfPattern);
      const known = all.filter((one) => one !== undefined);
      return known.length < all.length ? undefined : joinNames(known);
    }
    default:
      return undefined;
  }
}

function named(text: string, ignoreCase: boolean): AuthorityNames | undefined {
  return isOfOneCase(text, ignoreCase) ? authorityNames([text], []) : undefined;
}

/** An ending of digits, or with a colon, may be one of the port. */
function endingIn(text: string, ignoreCase: boolean): AuthorityNames | undefined {
  if (text === '') {
    return authorityNames([], []);
  }
  const mayBePort = /^[0-9]+$/.test(text) || text.includes(':');
  return mayBePort || !isOfOneCase(text, ignoreCase) ? undefined : authorityNames([], [text]);
}

/** Whether the name in lower case and in upper case are all that a test tells apart. */
function isOfOneCase(text: string, ignoreCase: boolean): boolean {
  return ignoreCase || text === text.toLowerCase();
}
