import { type AliasNode, type MappingNode, type Pair, type YamlNode, yamlTag } from './nodes.js';
import { YamlError } from './yaml-error.js';

/** Whether a key is the merge key `<<`, whose value's entries are taken over. */
export function isMerge({ key }: Pair): boolean {
  return key.kind === 'scalar' && key.text === '<<' && (key.isImplicit || key.tag === yamlTag('merge'));
}

/** Most characters that aliases may add to a document: five times what an API server takes in one request. */
const mostCharacters = 16 * 1024 * 1024;

/** How much a value is, aliases written out. */
interface Size {
  /** Number of values, where an alias is one more. */
  readonly values: number;
  readonly characters: number;
}

/**
 * Makes sure that a value is finite, and that its aliases, written out, do not make it far larger than its text. The
 * measure is go-yaml's: up to 400,000 values nearly all may come from aliases, then ever fewer, of 4,000,000 a tenth. Nothing is
 * written out for it.
 *
 * @throws YamlError
 */
export function checkAliases(root: YamlNode): void {
  new AliasCounter().count(root);
}

class AliasCounter {
  private values = 0;
  private aliased = 0;
  private characters = 0;
  private readonly sizes = new Map<YamlNode, Size>();
  private readonly open = new Set<YamlNode>();

  /** Counts a value as go-yaml decodes it: in the order of the text, merged mappings of a list from the last. */
  count(node: YamlNode): void {
    this.values += 1;
    this.checkRatio(node);
    if (node.kind === 'alias') {
      const { values, characters } = this.sizeOf(node.target, node);
      this.values += values;
      this.aliased += values;
      this.characters += characters;
      this.checkRatio(node);
      return;
    }
    for (const part of partsOf(node)) {
      this.count(part);
    }
  }

  private checkRatio({ start }: YamlNode): void {
    const { values, aliased } = this;
    const isExcessive = aliased > 100 && values > 1000 && aliased / values > allowedRatio(values);
    if (isExcessive || this.characters > mostCharacters) {
      throw new YamlError('the aliases up to here stand for far more than the text says', start, 'alias');
    }
  }

  private sizeOf(node: YamlNode, alias: AliasNode): Size {
    const known = this.sizes.get(node);
    if (known !== undefined) {
      return known;
    }
    if (this.open.has(node)) {
      throw new YamlError(`the alias \`*${alias.name}\` stands inside the value that it repeats`, alias.start, 'alias');
    }
    this.open.add(node);
    let values = 1;
    let characters = node.kind === 'scalar' ? node.text.length : 0;
    for (const part of node.kind === 'alias' ? [node.target] : partsOf(node)) {
      const size = this.sizeOf(part, part.kind === 'alias' ? part : alias);
      values += size.values;
      characters += size.characters;
    }
    this.open.delete(node);
    const size = { values, characters };
    this.sizes.set(node, size);
    return size;
  }
}

/** The share of values that may come from aliases. */
function allowedRatio(values: number): number {
  const [low, high] = [400_000, 4_000_000];
  return values <= low ? 0.99 : values >= high ? 0.1 : 0.99 - 0.89 * ((values - low) / (high - low));
}

/** The values that are decoded for a collection: of a merge key only what it merges. */
function partsOf(node: YamlNode): readonly YamlNode[] {
  switch (node.kind) {
    case 'sequence':
      return node.items;
    case 'mapping':
      return node.pairs.flatMap((pair) => (isMerge(pair) ? mergedValues(pair) : [pair.key, pair.value]));
    default:
      return [];
  }
}

/** The mappings that a merge key takes over, in the order in which the later wins. */
export function mergedValues({ value }: Pair): readonly YamlNode[] {
  return value.kind === 'sequence' ? value.items.toReversed() : [value];
}

/** The mapping that one part of a merge key stands for. */
export function mergedMapping(part: YamlNode): MappingNode {
  const mapping = part.kind === 'alias' ? part.target : part;
  if (mapping.kind !== 'mapping') {
    throw new YamlError(
      'the value of the merge key `<<` must be a mapping, an alias of one, or a list of these',
      part.start,
    );
  }
  return mapping;
}
