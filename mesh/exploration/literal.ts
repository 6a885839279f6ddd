import type { TextPattern } from '../envoy/text-pattern.js';
import type { JwtLocations } from '../istio/request-authentications.js';
import type { Caller } from './space.js';
import type { TextConstraint } from './text-solver.js';

/** What a test looks at. */
export type Variable =
  | { readonly kind: 'path' | 'method' | 'authority' | 'server name' }
  | { readonly kind: 'header' | 'parameter'; readonly name: string }
  | { readonly kind: 'claim'; readonly path: readonly string[] }
  /** The caller: its identity as the mesh of this number sees it, or, without a number, who it is. */
  | { readonly kind: 'caller'; readonly side?: number }
  | { readonly kind: 'source address' | 'remote address' }
  | { readonly kind: 'token' | 'client certificate' | 'authorizer' };

/** A test that decided about a request, with its outcome: a part of what the requests of a class have in common. */
export interface Literal {
  readonly variable: Variable;
  /** What tells the variables apart. */
  readonly slot: string;
  /** What tells the tests of a variable apart. */
  readonly key: string;
  readonly outcome: boolean;
  /** For texts; for callers, the identities that pass. */
  readonly text?: Omit<TextConstraint, 'outcome'>;
  /** The texts that pass, as data, where they are those of one pattern. */
  readonly pattern?: TextPattern;
  /** Whether it asks for the host that goes with the address. */
  readonly isHome?: boolean;
  /** For headers and claims: whether one of several values is enough, and what comes of it when there is none. */
  readonly form?: { readonly isEach: boolean; readonly whenAbsent: boolean };
  /** Whether a caller of the files passes, where that is not a matter of its identity. */
  readonly isCaller?: (caller: Caller) => boolean;
  /** For addresses. */
  readonly ranges?: readonly string[];
  /** For tokens: whether one is at these locations, or, without any, whether it could have been signed. */
  readonly locations?: JwtLocations;
  /** Why the test cannot be turned round; undefined when it can be tried. */
  readonly obstacle?: string;
  /** What else could have come of it, where that is more than the other outcome; empty when nothing new comes of it. */
  readonly others?: () => readonly Literal[];
}

/** A text that is the same for the same tests with the same outcomes. */
export function keyOfLiterals(literals: readonly Literal[]): string {
  return literals.map(({ slot, key, outcome }) => `${slot} ${key} ${outcome}`).join('\n');
}

/** What else could have come of a test. */
export function alternativesOf(literal: Literal): readonly Literal[] {
  return literal.others?.() ?? [{ ...literal, outcome: !literal.outcome }];
}

/** Whether two literals are the same test with the same outcome. */
export function isSameLiteral(one: Literal, other: Literal): boolean {
  return one.outcome === other.outcome && one.key === other.key && one.slot === other.slot;
}
