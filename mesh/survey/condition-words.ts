import type { TextPattern } from '../envoy/text-pattern.js';
import type { Literal } from '../exploration/literal.js';

/** What a test and its outcome ask of requests, in words; empty for what is not worth saying. */
export function conditionWords(literal: Literal): string {
  const { variable, outcome, pattern, ranges, key } = literal;
  const not = outcome ? '' : 'not ';
  const text = pattern === undefined ? key : patternWords(pattern);
  switch (variable.kind) {
    case 'method':
      return `${not}${text}`;
    case 'path':
      return `${not}path ${text}`;
    case 'authority':
      return literal.isHome === true ? '' : pattern === undefined ? `${not}another host` : `${not}host ${text}`;
    case 'server name':
      return `${not}server name ${text}`;
    case 'header':
      return `${not}header ${variable.name}: ${text}`;
    case 'parameter':
      return `${not}?${variable.name}=${text}`;
    case 'claim':
      return `${not}claim ${variable.path.join('.')}: ${text}`;
    case 'token':
      return key === 'signed' ? (outcome ? '' : 'a token that is not valid') : outcome ? 'a token' : 'no token';
    case 'source address':
    case 'remote address':
      return `${not}from ${(ranges ?? []).join(' or ')}`;
    case 'client certificate':
      return outcome ? 'a client certificate' : '';
    case 'authorizer':
      return outcome ? '' : 'the external authorizer allows it';
    default:
      return `${not}identity ${text}`;
  }
}

/** The texts that a pattern takes, with `*` for any text. */
export function patternWords(pattern: TextPattern): string {
  switch (pattern.kind) {
    case 'any':
      return '*';
    case 'filled':
      return '?*';
    case 'exact':
    case 'glob':
      return pattern.text;
    case 'prefix':
      return `${pattern.text}*`;
    case 'suffix':
      return `*${pattern.text}`;
    case 'regex':
      return `~${pattern.text}`;
    case 'not':
      return `other than ${patternWords(pattern.pattern)}`;
    default:
      return pattern.patterns.map(patternWords).join(' or ') || 'none';
  }
}

/** A class of requests: what they have in common, and whether they count. */
export interface Leaf {
  readonly literals: readonly Literal[];
  readonly counts: boolean;
}

/** Words that hold together. */
type Term = readonly string[];

/**
 * The classes that count, in as few alternatives as their tests allow: a test whose outcome makes no difference is left out. Each alternative is a list
 * of conditions that hold together; an empty one is every request.
 */
export function alternativesOfClasses(leaves: readonly Leaf[], depth = 0): readonly Term[] {
  if (leaves.every(({ counts }) => counts)) {
    return leaves.length === 0 ? [] : [[]];
  }
  if (leaves.every(({ counts }) => !counts)) {
    return [];
  }
  const branches = new Map<string, { readonly literal: Literal; readonly leaves: Leaf[] }>();
  for (const leaf of leaves) {
    const literal = leaf.literals[depth];
    if (literal === undefined) {
      return leaf.counts ? [[]] : [];
    }
    const id = `${literal.outcome} ${literal.key}`;
    const branch = branches.get(id) ?? { literal, leaves: [] };
    branch.leaves.push(leaf);
    branches.set(id, branch);
  }
  const parts = [...branches.values()].map(({ literal, leaves: own }) => ({
    literal,
    terms: alternativesOfClasses(own, depth + 1),
  }));
  const common = (parts[0]?.terms ?? []).filter((term) =>
    parts.every(({ terms }) => terms.some((one) => isSame(one, term))),
  );
  const isFree = parts.filter(({ terms }) => terms.some((term) => term.length === 0));
  const rest = parts.flatMap(({ literal, terms }) => {
    const words = conditionWords(literal);
    // Where the other outcome is enough by itself, this one need not be said.
    const isImplied = parts.length === 2 && isFree.length === 1 && isFree[0]?.literal !== literal;
    return terms
      .filter((term) => !common.some((one) => isSame(one, term)))
      .map((term): Term => (words === '' || isImplied ? term : [words, ...term]));
  });
  return [...common, ...rest].filter((term, at, all) => all.findIndex((one) => isSame(one, term)) === at);
}

function isSame(one: Term, other: Term): boolean {
  return one.length === other.length && one.every((word, at) => word === other[at]);
}
