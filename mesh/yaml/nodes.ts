/** A value in a text: what it says and where. Offsets are those of the text. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly start: number;
  readonly text: string;
  /** Its tag in full, such as `tag:yaml.org,2002:str`; empty when it has none. */
  readonly tag: string;
  /** Whether its form decides what it is, as that of a plain scalar does; else it is a text. */
  readonly isImplicit: boolean;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly start: number;
  readonly items: YamlNode[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly start: number;
  /** In the order of the text; a key may be repeated. */
  readonly pairs: Pair[];
}

export interface Pair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly start: number;
  readonly name: string;
  /** The value that has the anchor of this name; it may contain the alias. */
  readonly target: YamlNode;
}

/** Most values that may be nested in each other. */
export const mostNested = 1000;

/** The tag of YAML's own types: `str`, `int`, `merge` … */
export function yamlTag(type: string): string {
  return `tag:yaml.org,2002:${type}`;
}
