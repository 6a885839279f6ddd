import { isDigit, withLineFeeds } from './characters.js';
import { readJson } from './json.js';
import type { YamlNode } from './nodes.js';

/** One document of a YAML stream. */
export interface Document {
  /**
   * Its text, from the beginning of a line. The marker `---` belongs to it when content follows on its line, or directives about tags precede it.
   */
  readonly text: string;
  /** Number of the line on which the text begins, from 1. */
  readonly line: number;
  /** Its value, when it is JSON. */
  readonly json?: YamlNode;
}

/**
 * Splits a stream at the markers of YAML, and between values of JSON. A `---` or `...` at the start of a line always is a marker, also inside a block or
 * quoted scalar (YAML 1.2.2, section 9.1.4 and the production c-forbidden; kubectl splits there as well), so no parser is needed and a
 * broken document leaves the others whole. A value of JSON ends where it ends: another one, YAML or a marker may follow on its line. Documents
 * that hold only comments, directives and blanks are left out.
 */
export function splitDocuments(stream: string): Generator<Document, void> {
  return new Splitter(withLineFeeds(stream)).split();
}

class Splitter {
  /** Documents that were found and not given yet. */
  private found: Document[] = [];
  private start = 0;
  private line = 1;
  // Each kind of marker is searched once through the text, however many there are of the other kind.
  private dashes = -1;
  private dots = -1;

  constructor(private readonly text: string) {}

  *split(): Generator<Document, void> {
    const { text } = this;
    this.takeJson();
    if (this.start === 0) {
      this.goTo(blanksBeforeBrace(text));
    }
    for (let position = this.start; position < text.length; position = this.nextCandidate(position)) {
      if (isMarker(text, position)) {
        this.splitAt(position);
        position = Math.max(position, this.start - 1);
      }
      if (this.found.length > 0) {
        yield* this.found;
        this.found = [];
      }
    }
    this.close(text.length);
    yield* this.found;
  }

  private splitAt(marker: number): void {
    const kind = this.close(marker);
    if (kind === 'directives' && this.text.startsWith('---', marker)) {
      return;
    }
    this.goTo(this.afterMarker(marker));
    this.takeJson();
  }

  /** Where the document behind a marker begins: on the next line, unless content follows on the line of the marker. */
  private afterMarker(marker: number): number {
    restOfLine.lastIndex = marker + 3;
    if (this.text[marker + 3] === '\n' || restOfLine.test(this.text)) {
      return lineAfter(this.text, marker);
    }
    return this.text.startsWith('---', marker) ? marker : marker + 3;
  }

  /** Takes the values of JSON that stand at the start of a document. */
  private takeJson(): void {
    const { text } = this;
    if (beginsPlain(text, this.start)) {
      return;
    }
    for (let json = readJson(text, this.start); json !== undefined; json = readJson(text, this.start)) {
      this.goTo(json.start);
      this.found.push({ text: text.slice(json.start, json.end), line: this.line, json: json.root });
      blanks.lastIndex = json.end;
      blanks.test(text);
      const next = blanks.lastIndex;
      restOfLine.lastIndex = next;
      this.goTo(isMarker(text, next) ? this.afterMarker(next) : restOfLine.test(text) ? lineAfter(text, next) : next);
    }
  }

  private goTo(position: number): void {
    this.line += countLines(this.text, this.start, position);
    this.start = position;
  }

  /** Ends the document at an offset, unless it holds nothing. */
  private close(end: number): 'content' | 'directives' | 'nothing' {
    const { text, start, line } = this;
    const part = start === 0 && end === text.length ? text : text.slice(start, end);
    const kind = contentOf(part);
    if (kind === 'content') {
      this.found.push({ text: part, line });
    }
    return kind;
  }

  private nextCandidate(from: number): number {
    this.dashes = this.dashes < from ? indexOrEnd(this.text, '\n---', from) : this.dashes;
    this.dots = this.dots < from ? indexOrEnd(this.text, '\n...', from) : this.dots;
    return Math.min(this.dashes, this.dots) + 1;
  }
}

const blanks = /[^\S\r\n]*/y;
/** Nothing but a comment up to the end of the line. */
const restOfLine = /[ \t]*(?:[\r\n#]|$)/y;
const content = /[ \t\ufeff]*[^ \t\r\n\ufeff#%]/y;
/** Handles of tags. A version is of no account: kubectl reads every file as YAML 1.1. */
const directive = /%TAG/y;

/** kubectl goes over what may precede JSON, up to the end of its line, also before what turns out to be YAML. */
function blanksBeforeBrace(text: string): number {
  const all = /^\s*(?=\{)/.exec(text)?.[0] ?? '';
  return Math.min(all.length, lineAfter(all, 0));
}

/** Whether a text begins with a letter or a digit: nearly all do, and need not be looked at more closely. */
function beginsPlain(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code);
}

function contentOf(part: string): 'content' | 'directives' | 'nothing' {
  if (beginsPlain(part, 0)) {
    return 'content';
  }
  let kind: 'directives' | 'nothing' = 'nothing';
  for (let lineStart = 0; lineStart < part.length; lineStart = lineAfter(part, lineStart)) {
    content.lastIndex = lineStart;
    directive.lastIndex = lineStart;
    if (content.test(part)) {
      return 'content';
    }
    kind = directive.test(part) ? 'directives' : kind;
  }
  // Where lines end in other ways as well, a comment may end before its line does.
  return /[\u0085\u2028\u2029]/.test(part) ? 'content' : kind;
}

function isMarker(text: string, position: number): boolean {
  if (!text.startsWith('---', position) && !text.startsWith('...', position)) {
    return false;
  }
  const next = text[position + 3];
  // kubectl takes a comment right behind the dashes.
  return next === undefined || ' \t\r\n\u2028\u2029'.includes(next) || (next === '#' && text[position] === '-');
}

function lineAfter(text: string, position: number): number {
  return indexOrEnd(text, '\n', position) + 1;
}

function indexOrEnd(text: string, marker: string, from: number): number {
  const index = text.indexOf(marker, from);
  return index < 0 ? text.length : index;
}

/** Number of line ends between two offsets. */
export function countLines(text: string, from: number, to: number): number {
  let count = 0;
  let end = text.indexOf('\n', from);
  while (end >= 0 && end < to) {
    count += 1;
    end = text.indexOf('\n', end + 1);
  }
  return count;
}

/** Lines of offsets of a document. Asked for in rising order, each part of the text is counted once. */
export class LineCounter {
  private line: number;
  /** What was asked for last. */
  private offset = 0;
  private lineStart = 0;

  constructor(private readonly document: Document) {
    this.line = document.line;
  }

  /** The line in the file, from 1. */
  lineOf(offset: number): number {
    const { text } = this.document;
    if (offset < this.offset) {
      this.offset = 0;
      this.lineStart = 0;
      this.line = this.document.line;
    }
    for (let end = text.indexOf('\n', this.offset); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
      this.line += 1;
      this.lineStart = end + 1;
    }
    this.offset = offset;
    return this.line;
  }

  /** The column, from 1, in the text of the document. */
  columnOf(offset: number): number {
    this.lineOf(offset);
    return offset - this.lineStart + 1;
  }
}
