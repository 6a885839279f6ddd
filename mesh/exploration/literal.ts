import type { JwtLocations } from '../istio/request-authentications.js';
import type { TextConstraint } from './text-solver.js';

/** What a test looks at. */
export type Variable =
  | { readonly kind: 'path' | 'method' | 'authority' | 'server name' }
  | { readonly kind: 'header' | 'parameter'; readonly name: string }
  | { readonly kind: 'claim'; readonly path: readonly string[] }
  /** The identity of the caller, as the mesh of this number sees it. */
  | { readonly kind: 'caller'; readonly side: number }
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
  /** For texts. */
  readonly text?: Omit<TextConstraint, 'outcome'>;
  /** For headers and claims: whether one of several values is enough, and what comes of it when there is none. */
  readonly form?: { readonly isEach: boolean; readonly whenAbsent: boolean };
  /** For addresses. */
  readonly ranges?: readonly string[];
  /** For tokens: whether one is at these locations, or, without any, whether it could have been signed. */
  readonly locations?: JwtLocations;
  /** Why the test cannot be turned round; undefined when it can be tried. */
  readonly obstacle?: string;
  /** Whether nothing new comes of turning it round. */
  readonly isSettled?: boolean;
}

/** The literal with the other outcome. */
export function turned(literal: Literal): Literal {
  return { ...literal, outcome: !literal.outcome };
}

/** A text that is the same for literals with the same test and outcome. */
export function idOf({ slot, key, outcome }: Literal): string {
  return `${outcome ? '+' : '-'}${slot} ${key}`;
}
