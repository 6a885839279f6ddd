import { asFields, asText, type Fields } from '../model/narrowing.js';
import { readBlockYaml } from '../yaml/block-reader.js';
import { countLines, type Document, splitDocuments } from '../yaml/documents.js';
import { type ParsedDocument, parseDocument, type YamlMistake } from '../yaml/parser.js';
import { elementsOf, offsetOf, rootOf, valueAt } from '../yaml/positions.js';
import { type Header, readHeader } from './file-header.js';
import { isIdentified, objectMistakes } from './object-mistakes.js';
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
 * Reads the Kubernetes objects of a YAML or JSON text: several documents, `List` objects, lists of objects. What is wrong becomes one
 * problem each, whose place is `file:line`, and the rest is still read; after a hundred problems the rest are counted. Codes:
 * `MANIFEST_SYNTAX`, `MANIFEST_DUPLICATE_KEY`, `MANIFEST_ALIAS`, `MANIFEST_LIST`, `MANIFEST_NOT_OBJECT`, `MANIFEST_FOREIGN`,
 * `MANIFEST_INCOMPLETE`, `MANIFEST_NOT_TEXT`, `MANIFEST_TOO_LARGE`, `MANIFEST_HEADER`, `MANIFEST_MANY`.
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

const mends: Readonly<Record<YamlMistake['kind'], readonly [code: string, mend: string]>> = {
  syntax: ['MANIFEST_SYNTAX', 'mend the YAML; this document was not read, the others were'],
  'duplicate-key': ['MANIFEST_DUPLICATE_KEY', 'keep one; until then the last one holds'],
  alias: ['MANIFEST_ALIAS', 'write the value out; this document was not read, the others were'],
};

const templateMend =
  'if this is a Helm template, analyze what it renders: `helm template CHART | asm-blueprints analyze -`';

/** More problems than this in one file are counted only. */
const mostProblems = 100;

/** Characters of the largest object: an API server takes no larger request. Only a list of objects can be larger. */
const mostOfObject = 3 * 1024 * 1024;
const listKind = /^kind: *"?\w*List"?\s*$|"kind": *"\w*List"/m;

class Collector {
  readonly resources: Resource[] = [];
  readonly problems: Problem[] = [];
  private reported = 0;

  constructor(
    private readonly file: string,
    private readonly target: Target,
    private readonly isSynthesized: boolean,
  ) {}

  report(code: string, line: number, message: string, mend: string): void {
    this.reported += 1;
    if (this.reported <= mostProblems) {
      this.problems.push({ code, place: `${this.file}:${line}`, message, mend });
    }
  }

  /** Says how many problems there are beyond those that are given. */
  finish(): void {
    const more = this.reported - this.problems.length;
    if (more > 0) {
      const message = `${more} more problems of this file are not shown`;
      this.problems.push({ code: 'MANIFEST_MANY', place: this.file, message, mend: 'mend these first' });
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
    const block = readBlockYaml(document.text);
    if (block !== undefined && !isList(block.value)) {
      this.addObject(block.value, document.line + countLines(document.text, 0, block.start));
      return;
    }
    const parsed = parseDocument(document);
    for (const mistake of parsed.mistakes) {
      const [code, mend] = mends[mistake.kind];
      const isTemplate = mistake.kind === 'syntax' && text.includes('{{');
      this.report(code, mistake.line, mistake.message, isTemplate ? templateMend : mend);
    }
    if (parsed.isRead && parsed.value !== null && parsed.value !== undefined) {
      this.addValue(document, parsed, parsed.value, rootOf(parsed.events), lineAt(document, parsed));
    }
  }

  private addValue(document: Document, parsed: ParsedDocument, value: unknown, event: number, line: LineAt): void {
    if (Array.isArray(value)) {
      const mend = 'separate the objects with `---` or wrap them in a `kind: List`';
      this.report('MANIFEST_LIST', line(event), 'the document is a list, which kubectl refuses', mend);
      this.addElements(document, parsed, value, event, line);
      return;
    }
    const fields = asFields(value);
    if (fields === undefined) {
      this.report('MANIFEST_NOT_OBJECT', line(event), 'this is no Kubernetes object', 'write an object with a `kind`');
    } else if (isList(fields)) {
      const items = valueAt(parsed.events, document.text, event, 'items') ?? -1;
      this.addItems(document, parsed, fields['items'] ?? [], items, line);
    } else {
      this.addObject(fields, line(event));
    }
  }

  private addItems(document: Document, parsed: ParsedDocument, items: unknown, event: number, line: LineAt): void {
    if (Array.isArray(items)) {
      this.addElements(document, parsed, items, event, line);
    } else {
      this.report('MANIFEST_INCOMPLETE', line(event), 'the `items` of the List are no list', 'write a list of objects');
    }
  }

  private addElements(
    document: Document,
    parsed: ParsedDocument,
    values: readonly unknown[],
    list: number,
    line: LineAt,
  ): void {
    const events = elementsOf(parsed.events, list);
    values.forEach((value, index) => {
      this.addValue(document, parsed, value, events[index] ?? list, line);
    });
  }

  private addObject(fields: Fields, line: number): void {
    for (const { code, message, mend } of objectMistakes(fields)) {
      this.report(code, line, message, mend);
    }
    if (!isIdentified(fields)) {
      return;
    }
    const resource = { manifest: fields as unknown as Manifest, target: this.target, path: this.file, line };
    this.resources.push(this.isSynthesized ? { ...resource, isSynthesized: true } : resource);
  }
}

type LineAt = (event: number) => number;

/** A `List`, with or without items, or a list of one kind such as `ServiceList`. */
function isList(fields: Fields): boolean {
  const kind = asText(fields['kind']);
  return kind === 'List' || (kind?.endsWith('List') === true && Array.isArray(fields['items']));
}

/** Lines of events, asked for in rising order, so that each part of the text is counted once. */
function lineAt(document: Document, { events }: ParsedDocument): LineAt {
  let offset = 0;
  let line = document.line;
  return (event) => {
    const target = offsetOf(events[event]);
    if (target < offset) {
      offset = 0;
      line = document.line;
    }
    line += countLines(document.text, offset, target);
    offset = target;
    return line;
  };
}
