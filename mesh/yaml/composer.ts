import { Directives } from './directives.js';
import { NodeMaker, noProperties, type Properties } from './node-maker.js';
import { type MappingNode, mostNested, type Pair, type SequenceNode, type YamlNode } from './nodes.js';
import { Scanner } from './scanner.js';
import type { Token } from './tokens.js';
import { YamlError } from './yaml-error.js';

/** The first document of a text. */
export interface Composed {
  /** Its value; undefined when the text holds none. */
  readonly root: YamlNode | undefined;
  /** Offset of what follows the document without a marker between, which go-yaml leaves unread. */
  readonly unread: number | undefined;
  readonly hasAliases: boolean;
}

/**
 * Puts together the first document of a text, as the parser of libyaml does.
 *
 * @throws YamlError
 */
export function compose(text: string): Composed {
  return new Composer(new Scanner(text)).composeDocument();
}

class Composer {
  private readonly nodes = new NodeMaker();
  private readonly directives = new Directives();
  private nested = 0;

  constructor(private readonly scanner: Scanner) {}

  composeDocument(): Composed {
    const isExplicit = this.beginDocument();
    const { type, start } = this.scanner.peek();
    const isEmpty =
      type === 'document-start' || type === 'document-end' || type === 'stream-end' || type === 'directive';
    if (isEmpty && !isExplicit && type === 'stream-end') {
      return { root: undefined, unread: undefined, hasAliases: false };
    }
    const root = isEmpty && isExplicit ? this.nodes.empty(start) : this.composeNode('block');
    return { root, unread: this.contentAfterDocument(), hasAliases: this.nodes.hasAliases };
  }

  /** Offset of what follows the document, also another document. */
  private contentAfterDocument(): number | undefined {
    // A mistake right behind the document spoils it, one in what follows does not.
    let token = this.scanner.peek();
    try {
      while (token.type === 'document-end' || token.type === 'document-start') {
        this.scanner.next();
        token = this.scanner.peek();
      }
    } catch (error) {
      if (!(error instanceof YamlError)) {
        throw error;
      }
      return error.offset;
    }
    return token.type === 'stream-end' ? undefined : token.start;
  }

  /** Reads directives and the marker of the document. @returns whether there is one */
  private beginDocument(): boolean {
    const hasDirectives = this.scanner.peek().type === 'directive';
    for (let token = this.scanner.peek(); token.type === 'directive'; token = this.scanner.peek()) {
      this.directives.add(token.directive, token.start);
      this.scanner.next();
    }
    const { type, start } = this.scanner.peek();
    if (type === 'document-start') {
      this.scanner.next();
      return true;
    }
    if (hasDirectives) {
      throw new YamlError('`---` must follow the directives of a document', start);
    }
    return false;
  }

  /**
   * Composes the value at the next token.
   *
   * @param context in brackets (`flow`) or not (`block`); after a key (`entry`) a list may stand in the column of the key
   */
  private composeNode(context: 'flow' | 'block' | 'entry'): YamlNode {
    const first = this.scanner.peek();
    if (first.type === 'alias') {
      this.scanner.next();
      return this.nodes.alias(first.name, first.start);
    }
    const properties = first.type === 'anchor' || first.type === 'tag' ? this.readProperties() : noProperties;
    this.nested += 1;
    if (this.nested > mostNested) {
      throw new YamlError(`more than ${mostNested} values are nested in each other`, first.start);
    }
    const node = this.composeContent(context, properties, first.start);
    this.nested -= 1;
    return node;
  }

  private composeContent(context: 'flow' | 'block' | 'entry', properties: Properties, start: number): YamlNode {
    const token = this.scanner.peek();
    switch (token.type) {
      case 'scalar':
        this.scanner.next();
        return this.nodes.scalar(token, properties);
      case 'flow-sequence-start':
        return this.composeFlowSequence(properties);
      case 'flow-mapping-start':
        return this.composeFlowMapping(properties);
      case 'block-entry':
        if (context === 'entry') {
          return this.composeIndentlessSequence(properties);
        }
        break;
      case 'block-sequence-start':
        if (context !== 'flow') {
          return this.composeBlockSequence(properties);
        }
        break;
      case 'block-mapping-start':
        if (context !== 'flow') {
          return this.composeBlockMapping(properties);
        }
        break;
      default:
    }
    if (properties === noProperties) {
      throw new YamlError(context === 'flow' ? 'a value is missing in brackets' : 'a value is missing', token.start);
    }
    return this.nodes.emptyWith(properties, start);
  }

  private readProperties(): Properties {
    let anchor: string | undefined;
    let tag: string | undefined;
    for (;;) {
      const token = this.scanner.peek();
      if (token.type === 'anchor' && anchor === undefined) {
        anchor = token.name;
      } else if (token.type === 'tag' && tag === undefined) {
        tag = this.directives.fullTag(token.tag, token.start);
      } else {
        return { anchor, tag: tag ?? '' };
      }
      this.scanner.next();
    }
  }

  private composeBlockSequence(properties: Properties): SequenceNode {
    const node = this.nodes.sequence(properties, this.scanner.next().start);
    for (let token = this.scanner.next(); token.type !== 'block-end'; token = this.scanner.next()) {
      if (token.type !== 'block-entry') {
        throw new YamlError('`- ` is missing in a list, or the line is indented wrongly', token.start);
      }
      node.items.push(this.isAt('block-entry', 'block-end') ? this.nodes.empty(token.end) : this.composeNode('block'));
    }
    return node;
  }

  /** A list in the column of its key. Nothing marks its end. */
  private composeIndentlessSequence(properties: Properties): SequenceNode {
    const node = this.nodes.sequence(properties, this.scanner.peek().start);
    while (this.isAt('block-entry')) {
      const { end } = this.scanner.next();
      const isEmpty = this.isAt('block-entry', 'key', 'value', 'block-end');
      node.items.push(isEmpty ? this.nodes.empty(end) : this.composeNode('block'));
    }
    return node;
  }

  private composeBlockMapping(properties: Properties): MappingNode {
    const node = this.nodes.mapping(properties, this.scanner.next().start);
    for (let token = this.scanner.next(); token.type !== 'block-end'; token = this.scanner.next()) {
      if (token.type !== 'key') {
        throw new YamlError('a key is missing in a mapping, or the line is indented wrongly', token.start);
      }
      const key = this.composeEntry(token.end);
      node.pairs.push({ key, value: this.composeBlockValue() });
    }
    return node;
  }

  private composeBlockValue(): YamlNode {
    const token = this.scanner.peek();
    if (token.type !== 'value') {
      return this.nodes.empty(token.start);
    }
    this.scanner.next();
    return this.composeEntry(token.end);
  }

  private composeEntry(start: number): YamlNode {
    return this.isAt('key', 'value', 'block-end') ? this.nodes.empty(start) : this.composeNode('entry');
  }

  private composeFlowSequence(properties: Properties): SequenceNode {
    const node = this.nodes.sequence(properties, this.scanner.next().start);
    this.eachInBrackets('flow-sequence-end', () => {
      const token = this.scanner.peek();
      if (token.type !== 'key') {
        node.items.push(this.composeNode('flow'));
        return;
      }
      this.scanner.next();
      node.items.push({ kind: 'mapping', start: token.start, pairs: [this.composeFlowPair('flow-sequence-end')] });
    });
    return node;
  }

  private composeFlowMapping(properties: Properties): MappingNode {
    const node = this.nodes.mapping(properties, this.scanner.next().start);
    this.eachInBrackets('flow-mapping-end', () => {
      if (this.isAt('key')) {
        this.scanner.next();
        node.pairs.push(this.composeFlowPair('flow-mapping-end'));
      } else {
        const key = this.composeNode('flow');
        node.pairs.push({ key, value: this.nodes.empty(this.scanner.peek().start) });
      }
    });
    return node;
  }

  /** Goes over the entries of a collection in brackets; a comma may follow the last one. */
  private eachInBrackets(end: 'flow-sequence-end' | 'flow-mapping-end', composeEntry: () => void): void {
    for (let isFirst = true; !this.isAt(end); isFirst = false) {
      if (!isFirst) {
        const { type, start } = this.scanner.peek();
        if (type !== 'flow-entry') {
          const bracket = end === 'flow-sequence-end' ? ']' : '}';
          throw new YamlError(`\`,\` or \`${bracket}\` is missing in brackets`, start);
        }
        this.scanner.next();
        if (this.isAt(end)) {
          break;
        }
      }
      composeEntry();
    }
    this.scanner.next();
  }

  /** A key and a value in brackets; either may be missing. */
  private composeFlowPair(end: 'flow-sequence-end' | 'flow-mapping-end'): Pair {
    const key = this.isAt('value', 'flow-entry', end)
      ? this.nodes.empty(this.scanner.peek().start)
      : this.composeNode('flow');
    if (!this.isAt('value')) {
      return { key, value: this.nodes.empty(this.scanner.peek().start) };
    }
    this.scanner.next();
    const value = this.isAt('flow-entry', end) ? this.nodes.empty(this.scanner.peek().start) : this.composeNode('flow');
    return { key, value };
  }

  private isAt(...types: readonly Token['type'][]): boolean {
    return types.includes(this.scanner.peek().type);
  }
}
