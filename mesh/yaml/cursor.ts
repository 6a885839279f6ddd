import { chars, isBlankOrEnd, isBreak } from './characters.js';

/** A place in a text from which it is read. Beyond the end of the text there is the code 0, which no readable text holds. */
export class Cursor {
  position = 0;
  /** Number of line breaks before the position. */
  line = 0;
  private lineStart = 0;
  private readonly text: string;

  /** Begins behind byte order marks. */
  constructor(text: string) {
    this.text = `${text}\0`;
    while (this.code() === chars.byteOrderMark) {
      this.position += 1;
    }
    this.lineStart = this.position;
  }

  get column(): number {
    return this.position - this.lineStart;
  }

  /** The code of a character at or after the position. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.position + ahead);
  }

  slice(from: number, to: number): string {
    return this.text.slice(from, to);
  }

  /** Goes over a line break, if there is one. @returns what it means inside a scalar */
  takeBreak(): string {
    const code = this.code();
    if (!isBreak(code)) {
      return '';
    }
    this.position += code === chars.carriageReturn && this.code(1) === chars.lineFeed ? 2 : 1;
    this.line += 1;
    this.lineStart = this.position;
    return code === chars.lineSeparator || code === chars.paragraphSeparator ? String.fromCharCode(code) : '\n';
  }

  /** Goes over a comment, up to the end of its line. */
  skipComment(): void {
    if (this.code() === chars.hash) {
      while (this.code() !== chars.end && !isBreak(this.code())) {
        this.position += 1;
      }
    }
  }

  /** Whether the marker `---` or `...` of a document is here. */
  isAtMarker(): boolean {
    const code = this.code();
    return (
      this.column === 0 &&
      (code === chars.dash || code === chars.dot) &&
      this.code(1) === code &&
      this.code(2) === code &&
      isBlankOrEnd(this.code(3))
    );
  }
}
