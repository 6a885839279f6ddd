import { scanBlockScalar } from './block-scalar-scanner.js';
import { chars, isBlank, isBlankOrEnd, isBreak } from './characters.js';
import { Cursor } from './cursor.js';
import { scanPlain, scanQuoted } from './scalar-scanner.js';
import { SimpleKeys } from './simple-keys.js';
import { scanAnchor, scanDirective, scanTag } from './tag-scanner.js';
import { type MarkType, type Token, TokenQueue } from './tokens.js';
import { YamlError } from './yaml-error.js';

/**
 * Makes tokens of a text, as the scanner of libyaml does, from which Go's has come: keys are recognized by the `:` after them, and
 * indentation becomes tokens that begin and end collections. Layouts that later versions of YAML forbid are read because that scanner reads them.
 */
export class Scanner {
  private readonly cursor: Cursor;
  private readonly queue = new TokenQueue();
  private readonly keys: SimpleKeys;
  /** Column of the innermost block collection, -1 outside of all. */
  private indent = -1;
  private readonly indents: number[] = [];
  private flowLevel = 0;
  private isKeyAllowed = true;

  /** @param text without characters that are not printable, and with line feeds ({@link withLineFeedsOfYaml}) */
  constructor(text: string) {
    this.cursor = new Cursor(text);
    this.keys = new SimpleKeys(this.cursor);
  }

  /** The next token, which stays. Nothing follows the end of the stream. */
  peek(): Token {
    while (this.queue.isEmpty || this.keys.mayBegin(this.queue.taken)) {
      this.fetch();
    }
    return this.queue.first;
  }

  next(): Token {
    this.peek();
    return this.queue.take();
  }

  private fetch(): void {
    const { cursor } = this;
    this.skipToToken();
    this.closeBlocks(cursor.column);
    const code = cursor.code();
    if (code === chars.end) {
      this.endStream();
    } else if (code === chars.percent && cursor.column === 0) {
      this.beginLevelZero();
      this.fetchDirective();
    } else if (cursor.isAtMarker()) {
      this.beginLevelZero();
      this.mark(code === chars.dash ? 'document-start' : 'document-end', 3);
    } else {
      this.fetchContent(code);
    }
  }

  private fetchContent(code: number): void {
    switch (code) {
      case chars.openBracket:
        this.openFlow('flow-sequence-start');
        break;
      case chars.openBrace:
        this.openFlow('flow-mapping-start');
        break;
      case chars.closeBracket:
        this.closeFlow('flow-sequence-end');
        break;
      case chars.closeBrace:
        this.closeFlow('flow-mapping-end');
        break;
      case chars.comma:
        this.keys.remove();
        this.isKeyAllowed = true;
        this.mark('flow-entry', 1);
        break;
      case chars.asterisk:
        this.fetchAnchor('alias');
        break;
      case chars.ampersand:
        this.fetchAnchor('anchor');
        break;
      case chars.exclamation:
        this.fetchTag();
        break;
      case chars.singleQuote:
      case chars.doubleQuote:
        this.fetchQuoted();
        break;
      default:
        this.fetchIndicatorOrPlain(code);
        break;
    }
  }

  /** Signs that mean something only before a blank, or outside of brackets, and else begin a plain scalar. */
  private fetchIndicatorOrPlain(code: number): void {
    const isBeforeBlank = isBlankOrEnd(this.cursor.code(1));
    if (code === chars.dash && isBeforeBlank) {
      const message = 'a list must not begin on the line of its key, nor after a text';
      this.fetchEntrySign('block-entry', 'block-sequence-start', message);
    } else if (code === chars.question && (this.flowLevel > 0 || isBeforeBlank)) {
      this.fetchEntrySign('key', 'block-mapping-start', 'a key that begins with `?` must not stand here');
    } else if (code === chars.colon && (this.flowLevel > 0 || isBeforeBlank)) {
      this.fetchValue();
    } else if ((code === chars.bar || code === chars.greater) && this.flowLevel === 0) {
      this.fetchBlockScalar();
    } else if (beginsNoPlain(code)) {
      throw new YamlError(`a text must not begin with ${nameOf(code)}; quote it`, this.cursor.position);
    } else {
      this.fetchPlain();
    }
  }

  /** Goes over blanks, comments and line breaks. Tabs count as blanks where no key may begin, since there they indent nothing. */
  private skipToToken(): void {
    const { cursor } = this;
    for (;;) {
      while (
        cursor.code() === chars.space ||
        (cursor.code() === chars.tab && (this.flowLevel > 0 || !this.isKeyAllowed))
      ) {
        cursor.position += 1;
      }
      cursor.skipComment();
      if (!isBreak(cursor.code())) {
        return;
      }
      cursor.takeBreak();
      if (this.flowLevel === 0) {
        this.isKeyAllowed = true;
      }
    }
  }

  /** Ends the block collections that are indented more than a column. */
  private closeBlocks(column: number): void {
    while (this.flowLevel === 0 && this.indent > column) {
      this.mark('block-end', 0);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  /** Begins a block collection in a column, unless the innermost stands there. @param before number of its first token */
  private openBlock(column: number, type: MarkType, position: number, before?: number): void {
    if (this.flowLevel > 0 || this.indent >= column) {
      return;
    }
    this.indents.push(this.indent);
    this.indent = column;
    this.queue.insert(before ?? this.queue.nextNumber, { type, start: position, end: position } as Token);
  }

  private endStream(): void {
    // No key goes on beyond the end, also in brackets that are not closed.
    this.cursor.line += 1;
    this.beginLevelZero();
    this.mark('stream-end', 0);
  }

  private beginLevelZero(): void {
    this.closeBlocks(-1);
    this.keys.remove();
    this.isKeyAllowed = false;
  }

  private mark(type: MarkType, length: number): void {
    const start = this.cursor.position;
    this.cursor.position += length;
    this.queue.add({ type, start, end: this.cursor.position } as Token);
  }

  private fetchDirective(): void {
    const start = this.cursor.position;
    const directive = scanDirective(this.cursor);
    this.queue.add({ type: 'directive', start, end: this.cursor.position, directive });
  }

  private openFlow(type: MarkType): void {
    this.saveKey();
    this.keys.openLevel(this.queue.nextNumber);
    this.flowLevel += 1;
    this.isKeyAllowed = true;
    this.mark(type, 1);
  }

  private closeFlow(type: MarkType): void {
    this.keys.remove();
    if (this.flowLevel > 0) {
      this.flowLevel -= 1;
      this.keys.closeLevel();
    }
    this.isKeyAllowed = false;
    this.mark(type, 1);
  }

  /** A sign that begins an entry of a block collection, and the collection when it is the first. */
  private fetchEntrySign(type: 'block-entry' | 'key', collection: MarkType, message: string): void {
    const { cursor } = this;
    if (this.flowLevel === 0) {
      if (!this.isKeyAllowed) {
        throw new YamlError(message, cursor.position);
      }
      this.openBlock(cursor.column, collection, cursor.position);
    }
    this.keys.remove();
    this.isKeyAllowed = type === 'block-entry' || this.flowLevel === 0;
    this.mark(type, 1);
  }

  private fetchValue(): void {
    const { cursor } = this;
    const key = this.keys.take();
    if (key !== undefined) {
      this.queue.insert(key.number, { type: 'key', start: key.position, end: key.position });
      this.openBlock(key.column, 'block-mapping-start', key.position, key.number);
      this.isKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.isKeyAllowed) {
          const message =
            'a second `: ` on the line; quote a text that holds one, or begin a mapping on a line of its own';
          throw new YamlError(message, cursor.position);
        }
        this.openBlock(cursor.column, 'block-mapping-start', cursor.position);
      }
      this.isKeyAllowed = this.flowLevel === 0;
    }
    this.mark('value', 1);
  }

  private fetchAnchor(type: 'anchor' | 'alias'): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const start = this.cursor.position;
    const name = scanAnchor(this.cursor);
    this.queue.add({ type, start, end: this.cursor.position, name });
  }

  private fetchTag(): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const start = this.cursor.position;
    const tag = scanTag(this.cursor);
    this.queue.add({ type: 'tag', start, end: this.cursor.position, tag });
  }

  private fetchBlockScalar(): void {
    this.keys.remove();
    this.isKeyAllowed = true;
    this.addScalar(this.cursor.position, scanBlockScalar(this.cursor, this.indent), false);
  }

  private fetchQuoted(): void {
    this.saveKey();
    this.isKeyAllowed = false;
    this.addScalar(this.cursor.position, scanQuoted(this.cursor), false);
  }

  private fetchPlain(): void {
    this.saveKey();
    const start = this.cursor.position;
    const { text, isBeforeBreak } = scanPlain(this.cursor, this.indent + 1, this.flowLevel > 0);
    this.isKeyAllowed = isBeforeBreak;
    this.addScalar(start, text, true);
  }

  private addScalar(start: number, text: string, isPlain: boolean): void {
    this.queue.add({ type: 'scalar', start, end: this.cursor.position, text, isPlain });
  }

  /** Remembers that the token which begins here may be a key, where one may begin. */
  private saveKey(): void {
    if (this.isKeyAllowed) {
      this.keys.save(this.queue.nextNumber, this.flowLevel === 0 && this.indent === this.cursor.column);
    }
  }
}

const noPlainStarts: ReadonlySet<number> = new Set([...',[]{}#&*!|>\'"%@`'].map((sign) => sign.charCodeAt(0)));

/** Whether no plain scalar begins with a sign; a dash, `?` and `:` before a blank have been seen to by then. */
function beginsNoPlain(code: number): boolean {
  return isBlank(code) || isBreak(code) || noPlainStarts.has(code);
}

function nameOf(code: number): string {
  return code === chars.tab ? 'a tab' : `\`${String.fromCharCode(code)}\``;
}
