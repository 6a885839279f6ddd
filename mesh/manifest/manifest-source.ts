import { countLines, type Document, splitDocuments } from '../yaml/documents.js';
import type { YamlNode } from '../yaml/nodes.js';
import { parseDocument } from '../yaml/parser.js';
import { type FieldPath, offsetOfField } from '../yaml/positions.js';

/** The text of a file, in which fields of its objects can be found. Documents are parsed when first asked for, and once. */
export class ManifestSource {
  private readonly documents: readonly Document[];
  private readonly lines = new Map<Document, readonly number[]>();
  private readonly objects = new Map<Document, ReadonlyMap<number, YamlNode>>();

  constructor(text: string) {
    this.documents = [...splitDocuments(text)];
  }

  /**
   * The line, from 1, of a field of the object that begins at a line ({@link Resource.line}): `['spec', 'http', 0, 'route']`. When the
   * field is absent, the line of the deepest step that exists.
   */
  lineOf(objectLine: number, path: FieldPath): number {
    const document = this.documents.findLast(({ line }) => line <= objectLine);
    const object = document === undefined ? undefined : this.objectsOf(document).get(objectLine);
    if (document === undefined || object === undefined) {
      return objectLine;
    }
    return document.line + this.linesBefore(document, offsetOfField(object, path));
  }

  /** The same of the first mapping, for a file that is one mapping, below comments or not. */
  lineOfSetting(path: FieldPath): number {
    for (const document of this.documents) {
      const [first] = this.objectsOf(document).keys();
      if (first !== undefined) {
        return this.lineOf(first, path);
      }
    }
    return 1;
  }

  /** The number of line feeds before an offset. */
  private linesBefore(document: Document, offset: number): number {
    let ends = this.lines.get(document);
    if (ends === undefined) {
      ends = lineFeeds(document.text);
      this.lines.set(document, ends);
    }
    let [from, to] = [0, ends.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      [from, to] = (ends[middle] ?? 0) < offset ? [middle + 1, to] : [from, middle];
    }
    return from;
  }

  private objectsOf(document: Document): ReadonlyMap<number, YamlNode> {
    let objects = this.objects.get(document);
    if (objects === undefined) {
      objects = objectsByLine(document);
      this.objects.set(document, objects);
    }
    return objects;
  }
}

/** The offsets of all line feeds of a text. */
function lineFeeds(text: string): readonly number[] {
  const offsets: number[] = [];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    offsets.push(end);
  }
  return offsets;
}

/** The objects of a document by the lines on which they begin; the outermost, where several begin on one. */
function objectsByLine(document: Document): ReadonlyMap<number, YamlNode> {
  const objects = new Map<number, YamlNode>();
  let line = document.line;
  let offset = 0;
  const visit = (node: YamlNode): void => {
    if (node.kind === 'sequence') {
      node.items.forEach(visit);
    } else if (node.kind === 'mapping') {
      line += countLines(document.text, offset, node.start);
      offset = node.start;
      objects.set(line, objects.get(line) ?? node);
      for (const { value } of node.pairs) {
        visit(value);
      }
    }
  };
  const { root } = parseDocument(document);
  if (root !== undefined) {
    visit(root);
  }
  return objects;
}
