import type { FormatName } from './formats.js';
import type { RuleName } from './rules.js';

/** What the schema of a kind says about a field. Names are short because a table holds a node for each of some thousand fields. */
export interface FieldNode {
  /** Type; `any` when the schema gives none. */
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
  /** Allowed values, numbers as text. */
  readonly e?: readonly string[];
  /** Pattern of a string. */
  readonly m?: string;
  /** Lowest number, length of a string, number of elements or of fields. */
  readonly l?: number;
  /** Highest number, length of a string, number of elements or of fields. */
  readonly h?: number;
  /** What a string must be. */
  readonly f?: FormatName;
  /** Groups of fields of which at most one may be given. */
  readonly x?: readonly (readonly string[])[];
  /** Fields by which the elements of a list are told apart, each with the value that stands for an absent one. */
  readonly k?: Readonly<Record<string, string>>;
  /** Whether the elements of a list must differ. */
  readonly u?: 1;
  /** Further rules. */
  readonly c?: readonly RuleName[];
}

/** The field trees of some kinds, with equal parts stored once. */
export interface FieldTable {
  /** Index of the root node by `group/version/kind`. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly nodes: readonly FieldNode[];
  /** Whether null stands for the empty value everywhere, as in the kinds that Kubernetes has built in; in a CRD it stands for an absent field only. */
  readonly nulls?: 1;
}
