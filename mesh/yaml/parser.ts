import { checkAliases } from './aliases.js';
import { notPrintable, withLineFeeds, withLineFeedsOfYaml } from './characters.js';
import { compose } from './composer.js';
import { Constructor } from './constructor.js';
import { type Document, LineCounter } from './documents.js';
import type { YamlNode } from './nodes.js';
import { YamlError } from './yaml-error.js';

/** A mistake in the text of a document. */
export interface YamlMistake {
  /**
   * - `syntax`: it is not YAML that Kubernetes reads, and not read;
   * - `alias`: its aliases stand for far too much, and it is not read;
   * - `unread`: something follows the value that is not read;
   * - `duplicate-key`: the last one holds.
   */
  readonly kind: 'syntax' | 'alias' | 'unread' | 'duplicate-key';
  /** Line in the file, from 1. */
  readonly line: number;
  readonly message: string;
}

/** What a document holds; no value when it could not be read. */
export interface ParsedDocument {
  readonly value: unknown;
  readonly isRead: boolean;
  /** The same value with its places in the text; undefined when it could not be read, or there is none. */
  readonly root: YamlNode | undefined;
  readonly mistakes: readonly YamlMistake[];
}

/**
 * Reads one document of a file as kubectl does: as JSON when it is JSON, else as YAML like {@link parseYaml}. Duplicate keys are reported and
 * the last value of a key holds; any other mistake makes it unread.
 */
export function parseDocument(document: Document): ParsedDocument {
  const { json } = document;
  return parse(document, (text) => (json === undefined ? composeYaml(text) : { root: json, unread: undefined }));
}

/**
 * Reads the first document of a YAML text as sigs.k8s.io/yaml does, which Kubernetes and Istio use also for texts inside of objects:
 * YAML 1.1 with the layout, the merge keys and the numbers of go-yaml.
 */
export function parseYaml(text: string): ParsedDocument {
  return parse({ text, line: 1 }, composeYaml);
}

interface Nodes {
  readonly root: YamlNode | undefined;
  readonly unread: number | undefined;
}

function parse({ text: source, line }: Document, nodesOf: (text: string) => Nodes): ParsedDocument {
  const text = withLineFeedsOfYaml(source);
  // A next line ends a line of YAML and not one of the file.
  const lines = new LineCounter({ text: withLineFeeds(source), line });
  try {
    const { root, unread } = nodesOf(text);
    const maker = new Constructor();
    const value = root === undefined ? undefined : maker.construct(root);
    const mistakes = maker.duplicates
      .toSorted((one, other) => one.offset - other.offset)
      .map(({ key, offset }) =>
        mistakeAt('duplicate-key', lines.lineOf(offset), `the key \`${shown(key)}\` is given twice`),
      );
    if (unread !== undefined) {
      const message =
        'what follows the value of the document is not read; `---` is missing, or a line is indented wrongly';
      mistakes.push(mistakeAt('unread', lines.lineOf(unread), message));
    }
    return { value, isRead: true, root, mistakes };
  } catch (error) {
    if (!(error instanceof YamlError)) {
      throw error;
    }
    // What is missing at the end is missing on the last line that says something.
    const at = Math.min(error.offset, text.trimEnd().length);
    const mistakes = [mistakeAt(error.kind, lines.lineOf(at), error.message)];
    return { value: undefined, isRead: false, root: undefined, mistakes };
  }
}

function mistakeAt(kind: YamlMistake['kind'], line: number, message: string): YamlMistake {
  return { kind, line, message };
}

function shown(key: string): string {
  return key.length > 100 ? `${key.slice(0, 100)}…` : key;
}

function composeYaml(text: string): Nodes {
  const wrong = notPrintable.exec(text);
  if (wrong !== null) {
    const code = wrong[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
    throw new YamlError(`the text has the control character U+${code}, which YAML does not allow`, wrong.index);
  }
  const { root, unread, hasAliases } = compose(text);
  if (root !== undefined && hasAliases) {
    checkAliases(root);
  }
  return { root, unread };
}
