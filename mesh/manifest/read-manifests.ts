import { asFields, asText, type Fields } from '../model/narrowing.js';
import { readBlockYaml } from '../yaml/block-reader.js';
import { type Document, LineCounter, splitDocuments } from '../yaml/documents.js';
import type { YamlNode } from '../yaml/nodes.js';
import { parseDocument, type YamlMistake } from '../yaml/parser.js';
import { itemsOf, valueAt, valuesAt } from '../yaml/positions.js';
import { type Header, readHeader } from './file-header.js';
import { type ForeignDocument, foreignDocument } from './foreign-documents.js';
import { isIdentified, objectMistakes } from './object-mistakes.js';
import { isTemplate, mayBeOfMesh, mayHavePlaceholders, placeholderOf } from './placeholders.js';
import type { Problem } from './problem.js';
import type { Manifest, Resource, Target } from './resource.js';

/** How manifests are read. */
export interface ReadOptions {
  /** API server of a file without the header of a synthesized one. @default { name: 'default', role: 'all' } */
  readonly target?: Target;
}

/** What a file holds. */
export interface ReadManifests {
  readonly resources: readonly Resource[];
  /** Every mistake, in the order of the file; the rest of the file is in `resources`. */
  readonly problems: readonly Problem[];
  /** The header of a synthesized file. */
  readonly header?: Header;
}

/**
 * Reads the Kubernetes objects of a YAML or JSON text as kubectl does: several documents, `List` objects, lists of one kind; also lists
 * of objects, which kubectl refuses. What is wrong becomes one problem each, whose place is `file:line`, and the rest is still read; after a hundred
 * problems the rest are counted. Codes of what was not read: `MANIFEST_SYNTAX`, `MANIFEST_ALIAS`, `MANIFEST_UNREAD`, `MANIFEST_NOT_OBJECT`, `MANIFEST_INCOMPLETE`,
 * `MANIFEST_TEMPLATE`, `MANIFEST_TOO_LARGE`, `MANIFEST_MANY`, and `MANIFEST_NOT_TEXT`, which an API server refuses. Codes of what was read as it was
 * meant, or is not for a mesh: `MANIFEST_DUPLICATE_KEY`, `MANIFEST_LIST`, `MANIFEST_HEADER`, `MANIFEST_FOREIGN`. Templates and files of other programs are one problem for a file.
 */
export function readManifests(text: string, file: string, options: ReadOptions = {}): ReadManifests {
  const header = readHeader(text);
  const fileTarget = typeof header === 'object' ? header.target : undefined;
  const target = fileTarget ?? options.target ?? { name: 'default', role: 'all' };
  const collector = new Collector(file, target, fileTarget !== undefined);
  if (typeof header === 'string') {
    collector.report('MANIFEST_HEADER', 1, header, 'write `target=NAME role=data-plane|mesh|fleet|all`');
  }
  for (const document of splitDocuments(text)) {
    collector.addDocument(document);
  }
  collector.finish();
  const { resources, problems } = collector;
  return { resources, problems, ...(typeof header === 'object' ? { header } : {}) };
}

const fixes: Readonly<Record<YamlMistake['kind'], readonly [code: string, fix: string]>> = {
  syntax: ['MANIFEST_SYNTAX', 'fix the YAML; this document was not read, the others were'],
  unread: ['MANIFEST_UNREAD', 'fix the YAML; the value before it was read'],
  'duplicate-key': ['MANIFEST_DUPLICATE_KEY', 'keep one; until then the last one holds'],
  alias: ['MANIFEST_ALIAS', 'write the value out; this document was not read, the others were'],
};

const renderTemplate =
  'analyze what it renders: pass --render with the folder of the chart, or `helm template CHART | asm-blueprints analyze -`';

/** More problems than this in one file are counted only. */
const mostProblems = 100;

/** Characters of the largest object: an API server takes no larger request. Only a list of objects can be larger. */
const mostOfObject = 3 * 1024 * 1024;
const listKind = /^kind: *"?\w*List"?\s*$|"kind": *"\w*List"/m;

class Collector {
  readonly resources: Resource[] = [];
  readonly problems: Problem[] = [];
  private reported = 0;
  /** Documents for other programs, and templates: of each sort the first one is told. */
  private readonly foreign = new Told<ForeignDocument>();
  private readonly templates = new Told<string>();

  constructor(
    private readonly file: string,
    private readonly target: Target,
    private readonly isSynthesized: boolean,
  ) {}

  report(code: string, line: number, message: string, fix: string): void {
    this.reported += 1;
    if (this.reported <= mostProblems) {
      this.problems.push({ code, place: `${this.file}:${line}`, message, fix });
    }
  }

  /** Says what is told once for the file: documents for other programs, and how many problems there are beyond those that are given. */
  finish(): void {
    const more = this.reported - this.problems.length;
    this.templates.tell((what, line, others) => {
      const message = `${what}, which is not read${others === 0 ? '' : `; ${others} more of the file are, too`}`;
      this.problems.push({ code: 'MANIFEST_TEMPLATE', place: `${this.file}:${line}`, message, fix: renderTemplate });
    });
    this.foreign.tell(({ what, fix }, line, others) => {
      const message = `this is ${what}, not for an API server${others === 0 ? '' : `; ${others} more of the file are not, either`}`;
      this.problems.push({ code: 'MANIFEST_FOREIGN', place: `${this.file}:${line}`, message, fix });
    });
    if (more > 0) {
      const message = `${more} more problems of this file are not shown`;
      this.problems.push({ code: 'MANIFEST_MANY', place: this.file, message, fix: 'fix these first' });
    }
  }

  addDocument(document: Document): void {
    const { text } = document;
    if (text.length > mostOfObject && !listKind.test(text)) {
      const megabytes = Math.round(text.length / 1024 / 1024);
      const message = `the document has ${megabytes} MB, more than the 3 MB that an API server takes, and is no List`;
      this.report('MANIFEST_TOO_LARGE', document.line, message, 'split it; the other documents were read');
      return;
    }
    const hasPlaceholders = mayHavePlaceholders(text);
    const block = readBlockYaml(text);
    if (block !== undefined && !isList(block.value)) {
      this.addObject(block.value, new LineCounter(document), block.start, hasPlaceholders);
      return;
    }
    const { root, value, isRead, mistakes } = parseDocument(document);
    if (!isRead && isTemplate(text)) {
      this.addTemplate(text, document.line);
      return;
    }
    for (const mistake of mistakes) {
      const [code, fix] = fixes[mistake.kind];
      this.report(code, mistake.line, mistake.message, fix);
    }
    if (root !== undefined && value !== null) {
      this.addValue({ value, node: root }, new LineCounter(document), hasPlaceholders);
    }
  }

  private addTemplate(text: string, line: number): void {
    if (mayBeOfMesh(text)) {
      this.templates.add('this is a template', line);
    } else {
      this.foreign.add({ what: 'a template', fix: renderTemplate }, line);
    }
  }

  private addValue({ value, node }: Located, lines: LineCounter, hasPlaceholders: boolean): void {
    const foreign = foreignDocument(value, this.file);
    const fields = asFields(value);
    if (foreign !== undefined) {
      this.foreign.add(foreign, lines.lineOf(node.start));
    } else if (Array.isArray(value)) {
      const fix = 'separate the objects with `---` or wrap them in a `kind: List`';
      this.report('MANIFEST_LIST', lines.lineOf(node.start), 'the document is a list, which kubectl refuses', fix);
      this.addElements({ value, node }, lines, hasPlaceholders);
    } else if (fields === undefined) {
      this.report(
        'MANIFEST_NOT_OBJECT',
        lines.lineOf(node.start),
        'this is no Kubernetes object',
        'write an object with a `kind`',
      );
    } else if (isList(fields)) {
      this.addItems(fields, node, lines, hasPlaceholders);
    } else {
      this.addObject(fields, lines, node.start, hasPlaceholders);
    }
  }

  private addItems(list: Fields, node: YamlNode, lines: LineCounter, hasPlaceholders: boolean): void {
    const items = list['items'];
    const incomplete = (at: YamlNode, message: string, fix = 'write `items:` and a list of objects'): void =>
      this.report('MANIFEST_INCOMPLETE', lines.lineOf(at.start), message, fix);
    const others = Object.keys(list).filter((field) => !['apiVersion', 'kind', 'metadata', 'items'].includes(field));
    if (Array.isArray(items)) {
      for (const field of others.filter((other) => typeof list[other] === 'object' && list[other] !== null)) {
        const at = valueAt(node, field) ?? node;
        incomplete(at, `\`${field}\` of the List is not read, only its \`items\` are`, 'move its objects to `items`');
      }
      for (const lost of valuesAt(node, 'items')
        .slice(0, -1)
        .filter((value) => itemsOf(value).length > 0)) {
        incomplete(lost, 'these `items` of the List are not read, since it has others below', 'write one list');
      }
      const value = items.map((item) => ofListKind(item, list));
      this.addElements({ value, node: valueAt(node, 'items') ?? node }, lines, hasPlaceholders);
    } else {
      const only = others.length === 0 ? '' : `, only ${others.map((field) => `\`${field}\``).join(', ')}`;
      const what =
        items === undefined || items === null
          ? `the List has no \`items\`${only}`
          : 'the `items` of the List are not a list';
      incomplete(valueAt(node, 'items') ?? node, `${what}, so none of its objects is read`);
    }
  }

  private addElements({ value, node }: Located, lines: LineCounter, hasPlaceholders: boolean): void {
    const nodes = itemsOf(node);
    (value as readonly unknown[]).forEach((element, index) => {
      this.addValue({ value: element, node: nodes[index] ?? node }, lines, hasPlaceholders);
    });
  }

  private addObject(fields: Fields, lines: LineCounter, start: number, hasPlaceholders: boolean): void {
    const line = lines.lineOf(start);
    const isObject = isIdentified(fields);
    const foreign = isObject ? undefined : foreignDocument(fields, this.file);
    const placeholder = hasPlaceholders ? placeholderOf(fields) : undefined;
    if (foreign !== undefined) {
      this.foreign.add(foreign, line);
      return;
    }
    if (placeholder !== undefined) {
      this.templates.add(`the ${asText(fields['kind']) ?? 'object'} is a template with \`${placeholder}\``, line);
      return;
    }
    for (const { code, message, fix } of objectMistakes(fields)) {
      this.report(code, line, message, fix);
    }
    if (isObject) {
      this.addResource(fields as unknown as Manifest, line, lines, start);
    }
  }

  private addResource(manifest: Manifest, line: number, lines: LineCounter, start: number): void {
    const resource = { manifest, target: this.target, path: this.file, line };
    const isFirstOfLine = line !== this.resources.at(-1)?.line;
    const placed = isFirstOfLine ? resource : { ...resource, column: lines.columnOf(start) };
    this.resources.push(this.isSynthesized ? { ...placed, isSynthesized: true } : placed);
  }
}

/** Something that is told once for a file, however often it occurs. */
class Told<T> {
  private first: { readonly value: T; readonly line: number } | undefined;
  private others = 0;

  add(value: T, line: number): void {
    if (this.first === undefined) {
      this.first = { value, line };
    } else {
      this.others += 1;
    }
  }

  tell(say: (value: T, line: number, others: number) => void): void {
    if (this.first !== undefined) {
      say(this.first.value, this.first.line, this.others);
    }
  }
}

/** A value and where it stands. */
interface Located {
  readonly value: unknown;
  readonly node: YamlNode;
}

/** A `List`, with or without items, or a list of one kind such as `ServiceList`. */
function isList(fields: Fields): boolean {
  const kind = asText(fields['kind']);
  return kind === 'List' || (kind?.endsWith('List') === true && Array.isArray(fields['items']));
}

/** Elements of a list of one kind need not name the kind (`kubectl get --raw`). */
function ofListKind(item: unknown, list: Fields): unknown {
  const fields = asFields(item);
  const kind = asText(list['kind'])?.replace(/List$/, '') ?? '';
  return fields === undefined || kind === '' || (fields['kind'] ?? '') !== ''
    ? item
    : { apiVersion: list['apiVersion'], ...fields, kind };
}
