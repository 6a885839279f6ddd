import { isMerge, mergedValues } from './aliases.js';
import { keyText } from './keys.js';
import type { MappingNode, Pair, YamlNode } from './nodes.js';

/** A step into a value: the key of a mapping or the index of a list. */
export type FieldPath = readonly (string | number)[];

/** The elements of a list; none for any other value. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  const value = withoutAlias(node);
  return value?.kind === 'sequence' ? value.items : [];
}

/** The value under a key of a mapping. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return pairAt(node, key)?.value;
}

/** The values under a key that a mapping may repeat, in the order of the text. */
export function valuesAt(node: YamlNode, key: string): readonly YamlNode[] {
  const mapping = withoutAlias(node);
  return mapping?.kind === 'mapping' ? mapping.pairs.filter((pair) => isKey(pair, key)).map(({ value }) => value) : [];
}

/**
 * Offset of a field below a value: of its key in a mapping, of the element in a list. When the path leads nowhere, of the last
 * step that exists.
 */
export function offsetOfField(from: YamlNode, path: FieldPath): number {
  let value: YamlNode | undefined = from;
  let offset = from.start;
  for (const step of path) {
    if (typeof step === 'number') {
      value = itemsOf(value)[step];
      offset = value?.start ?? offset;
    } else {
      const pair: Pair | undefined = pairAt(value, step);
      value = pair?.value;
      offset = pair?.key.start ?? offset;
    }
    if (value === undefined) {
      return offset;
    }
  }
  return offset;
}

/** The entry of a mapping that holds for a key: the last one, a merged one only where there is none. */
function pairAt(node: YamlNode | undefined, key: string): Pair | undefined {
  const mapping = withoutAlias(node);
  if (mapping?.kind !== 'mapping') {
    return undefined;
  }
  return mapping.pairs.findLast((pair) => !isMerge(pair) && isKey(pair, key)) ?? mergedPairAt(mapping, key);
}

function mergedPairAt({ pairs }: MappingNode, key: string): Pair | undefined {
  for (const part of pairs.filter(isMerge).flatMap(mergedValues).toReversed()) {
    const pair = pairAt(part, key);
    if (pair !== undefined) {
      return pair;
    }
  }
  return undefined;
}

function isKey({ key }: Pair, text: string): boolean {
  return withoutAlias(key)?.kind === 'scalar' && keyText(key) === text;
}

function withoutAlias(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
}
