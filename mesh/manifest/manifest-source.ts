import { EVENT_ID, type Event } from 'js-yaml';
import { countLines, type Document, splitDocuments } from '../yaml/documents.js';
import { parseDocument } from '../yaml/parser.js';
import { type FieldPath, offsetOf, offsetOfField, rootOf } from '../yaml/positions.js';

/** The text of a file, in which fields of its objects can be found. Documents are parsed when first asked for, and once. */
export class ManifestSource {
  private readonly documents: readonly Document[];
  private readonly parsed = new Map<Document, readonly Event[]>();

  constructor(text: string) {
    this.documents = splitDocuments(text);
  }

  /**
   * The line, from 1, of a field of the object that begins at a line ({@link Resource.line}): `['spec', 'http', 0, 'route']`. When the
   * field is absent, the line of the deepest step that exists.
   */
  lineOf(objectLine: number, path: FieldPath): number {
    const document = this.documents.findLast(({ line }) => line <= objectLine);
    if (document === undefined) {
      return objectLine;
    }
    const events = this.eventsOf(document);
    const object = this.objectAt(document, events, objectLine);
    if (object < 0) {
      return objectLine;
    }
    const offset = offsetOfField(events, document.text, object, path);
    return document.line + countLines(document.text, 0, offset);
  }

  private eventsOf(document: Document): readonly Event[] {
    let events = this.parsed.get(document);
    if (events === undefined) {
      events = parseDocument(document).events;
      this.parsed.set(document, events);
    }
    return events;
  }

  private objectAt(document: Document, events: readonly Event[], objectLine: number): number {
    let line = document.line;
    let offset = 0;
    for (let index = rootOf(events); index >= 0 && index < events.length; index += 1) {
      const event = events[index];
      if (event?.type === EVENT_ID.MAPPING) {
        line += countLines(document.text, offset, offsetOf(event));
        offset = offsetOf(event);
        if (line === objectLine) {
          return index;
        }
      }
    }
    return -1;
  }
}
