/** One document of a YAML stream. */
export interface Document {
  /** Its text, without the marker `---`; content on the marker's own line belongs to it. */
  readonly text: string;
  /** Number of the line on which the text begins, from 1. */
  readonly line: number;
}

/**
 * Splits a YAML stream at its markers. A `---` or `...` at the start of a line always is one, also inside a block or quoted scalar
 * (YAML 1.2.2, section 9.1.4 and the production c-forbidden), so no parser is needed and a broken document
 * leaves the others whole. Documents that hold only comments, directives and blanks are left out.
 */
export function splitDocuments(stream: string): readonly Document[] {
  const text = stream.charCodeAt(0) === 0xfeff ? stream.slice(1) : stream;
  const documents: Document[] = [];
  let start = 0;
  let line = 1;
  let position = 0;
  // Each kind of marker is searched once through the text, however many there are of the other kind.
  let dashes = 0;
  let dots = 0;
  const nextCandidate = (from: number): number => {
    dashes = dashes < from ? indexOrEnd(text, '\n---', from) : dashes;
    dots = dots < from ? indexOrEnd(text, '\n...', from) : dots;
    return Math.min(dashes, dots) + 1;
  };
  const close = (end: number): void => {
    const part = start === 0 && end === text.length ? text : text.slice(start, end);
    if (!isBlank(part)) {
      documents.push({ text: part, line });
    }
  };
  while (position < text.length) {
    if (isMarker(text, position)) {
      close(position);
      line += countLines(text, start, position);
      start = position + 3;
    }
    position = nextCandidate(position);
  }
  close(text.length);
  return documents;
}

/** Whether a part holds nothing but comments, directives and blanks. */
function isBlank(part: string): boolean {
  let lineStart = 0;
  while (lineStart < part.length) {
    contentOfLine.lastIndex = lineStart;
    if (contentOfLine.test(part)) {
      return false;
    }
    const end = part.indexOf('\n', lineStart);
    lineStart = end < 0 ? part.length : end + 1;
  }
  return true;
}

const contentOfLine = /[ \t]*[^\s#%]/y;

function isMarker(text: string, position: number): boolean {
  if (!text.startsWith('---', position) && !text.startsWith('...', position)) {
    return false;
  }
  const next = text[position + 3];
  return next === undefined || next === '\n' || next === '\r' || next === ' ' || next === '\t';
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
