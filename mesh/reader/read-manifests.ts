import type { Manifest, Resource, Target } from '../manifest.js';
import { asFields, asText, type Fields, fieldsOf } from '../model/narrowing.js';
import type { Problem } from '../problem.js';
import { countLines, type Document, splitDocuments } from './documents.js';
import { type Header, readHeader } from './header.js';
import { elementsOf, offsetOf, rootOf, valueAt } from './positions.js';
import { type ParsedDocument, parseDocument, type YamlMistake } from './yaml.js';

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
 * problem each, whose place is `file:line`, and the rest is still read. Codes: `MANIFEST_SYNTAX`, `MANIFEST_DUPLICATE_KEY`,
 * `MANIFEST_ALIAS`, `MANIFEST_LIST`, `MANIFEST_NOT_OBJECT`, `MANIFEST_INCOMPLETE`, `MANIFEST_HEADER`.
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
  const { resources, problems } = collector;
  return { resources, problems, ...(typeof header === 'object' ? { header } : {}) };
}

const mends: Readonly<Record<YamlMistake['kind'], readonly [code: string, mend: string]>> = {
  syntax: ['MANIFEST_SYNTAX', 'mend the YAML; this document was not read, the others were'],
  'duplicate-key': ['MANIFEST_DUPLICATE_KEY', 'keep one; until then the last one holds'],
  alias: ['MANIFEST_ALIAS', 'write the value out; this document was not read, the others were'],
};

class Collector {
  readonly resources: Resource[] = [];
  readonly problems: Problem[] = [];

  constructor(
    private readonly file: string,
    private readonly target: Target,
    private readonly isSynthesized: boolean,
  ) {}

  report(code: string, line: number, message: string, mend: string): void {
    this.problems.push({ code, place: `${this.file}:${line}`, message, mend });
  }

  addDocument(document: Document): void {
    const parsed = parseDocument(document);
    for (const mistake of parsed.mistakes) {
      const [code, mend] = mends[mistake.kind];
      this.report(code, mistake.line, mistake.message, mend);
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
      this.addElements(document, parsed, fields['items'], items, line);
    } else {
      this.addObject(fields, line(event));
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
    const metadata = fieldsOf(fields['metadata']);
    const missing = [
      asText(fields['apiVersion']) ? '' : '`apiVersion`',
      asText(fields['kind']) ? '' : '`kind`',
      asText(metadata['name']) || asText(metadata['generateName']) ? '' : '`metadata.name`',
    ].filter((field) => field !== '');
    if (missing.length > 0) {
      const object = asText(fields['kind']) || 'object';
      const message = `the ${object} has no ${missing.join(' and no ')}`;
      this.report(
        'MANIFEST_INCOMPLETE',
        line,
        message,
        'every object needs an apiVersion, a kind and a name, each a text',
      );
      return;
    }
    const resource = { manifest: fields as unknown as Manifest, target: this.target, path: this.file, line };
    this.resources.push(this.isSynthesized ? { ...resource, isSynthesized: true } : resource);
  }
}

type LineAt = (event: number) => number;

function isList(fields: Fields): fields is Fields & { readonly items: readonly unknown[] } {
  return Array.isArray(fields['items']) && (asText(fields['kind'])?.endsWith('List') ?? false);
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
