import type { RuleName } from './rules.js';

/** What a CRD says about a field. Names are short because the table holds a node for each of some thousand fields. */
export interface FieldNode {
  /** Type; `any` when the CRD gives none. */
  readonly t: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'intOrString' | 'any';
  /** Fields of an object, as indexes of nodes. */
  readonly p?: Readonly<Record<string, number>>;
  /** Whether an object may have other fields too. */
  readonly o?: 1;
  /** Node of the values of a map. */
  readonly a?: number;
  /** Node of the elements of a list. */
  readonly i?: number;
  /** Fields that must be given. */
  readonly r?: readonly string[];
  /** Allowed values. */
  readonly e?: readonly string[];
  /** Pattern of a string. */
  readonly m?: string;
  /** Lowest number, length of a string, number of elements or of fields. */
  readonly l?: number;
  /** Highest number, length of a string, number of elements or of fields. */
  readonly h?: number;
  /** Groups of fields of which at most one may be given. */
  readonly x?: readonly (readonly string[])[];
  /** Further rules. */
  readonly c?: readonly RuleName[];
}

/** The field trees of the kinds, with equal parts stored once. */
export interface FieldTable {
  /** Index of the root node by `group/version/kind`. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly nodes: readonly FieldNode[];
}
