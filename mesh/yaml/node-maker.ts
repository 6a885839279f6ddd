import type { MappingNode, ScalarNode, SequenceNode, YamlNode } from './nodes.js';
import type { Token } from './tokens.js';
import { YamlError } from './yaml-error.js';

/** What may precede a value. */
export interface Properties {
  readonly anchor: string | undefined;
  /** In full; empty for none. */
  readonly tag: string;
}

export const noProperties: Properties = { anchor: undefined, tag: '' };

/** Makes the nodes of a document, and remembers those that have an anchor. */
export class NodeMaker {
  hasAliases = false;
  private readonly anchors = new Map<string, YamlNode>();

  /** @throws YamlError when nothing before has an anchor of this name */
  alias(name: string, start: number): YamlNode {
    const target = this.anchors.get(name);
    if (target === undefined) {
      throw new YamlError(`an alias names no anchor before it; quote a text that begins with \`*\``, start);
    }
    this.hasAliases = true;
    return { kind: 'alias', start, name, target };
  }

  scalar({ start, text, isPlain }: Token & { type: 'scalar' }, { anchor, tag }: Properties): ScalarNode {
    const isImplicit = tag === '' ? isPlain : tag === '!';
    return this.anchored({ kind: 'scalar', start, text, tag, isImplicit }, anchor);
  }

  /** A value that is not written: null. */
  empty(start: number): ScalarNode {
    return { kind: 'scalar', start, text: '', tag: '', isImplicit: true };
  }

  /** A value of which only an anchor or a tag is written. */
  emptyWith({ anchor, tag }: Properties, start: number): ScalarNode {
    return this.anchored({ kind: 'scalar', start, text: '', tag, isImplicit: tag === '' }, anchor);
  }

  sequence({ anchor }: Properties, start: number): SequenceNode {
    return this.anchored({ kind: 'sequence', start, items: [] }, anchor);
  }

  mapping({ anchor }: Properties, start: number): MappingNode {
    return this.anchored({ kind: 'mapping', start, pairs: [] }, anchor);
  }

  private anchored<Node extends YamlNode>(node: Node, anchor: string | undefined): Node {
    if (anchor !== undefined) {
      this.anchors.set(anchor, node);
    }
    return node;
  }
}
