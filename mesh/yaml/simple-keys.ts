import type { Cursor } from './cursor.js';
import { YamlError } from './yaml-error.js';

/** A place at which a key may begin that is not marked by `?`: what stands there is one when `: ` follows it. */
export interface SimpleKey {
  /** Number of its first token. */
  readonly number: number;
  readonly position: number;
  readonly line: number;
  readonly column: number;
  /** Whether nothing else can stand there, as in the column of a block mapping. */
  readonly isRequired: boolean;
}

/** Most characters of a key, up to its `:` (YAML 1.2.2, section 7.4.2). */
const longestKey = 1024;

interface Level {
  /** Number of the last token that might have been a key, at first of the bracket that opens the level. */
  number: number;
  key: SimpleKey | undefined;
}

/** The keys that may have begun, at most one at each level of brackets. */
export class SimpleKeys {
  private readonly levels: Level[] = [];
  private level: Level = { number: -1, key: undefined };
  private readonly byNumber = new Map<number, SimpleKey>();

  constructor(private readonly cursor: Cursor) {}

  /** @param bracket number of the token that opens the level */
  openLevel(bracket: number): void {
    this.levels.push(this.level);
    this.level = { number: bracket, key: undefined };
  }

  /**
   * As in go-yaml, brackets around nothing are then not waited for as a key: of `{}: a` the value is `{}`, and the rest is not read.
   */
  closeLevel(): void {
    this.byNumber.delete(this.level.number);
    this.level = this.levels.pop() ?? this.level;
  }

  /** Remembers that a key may begin at the cursor, with the token of a number. */
  save(number: number, isRequired: boolean): void {
    this.remove();
    const { position, line, column } = this.cursor;
    const key = { number, position, line, column, isRequired };
    this.level.number = number;
    this.level.key = key;
    this.byNumber.set(number, key);
  }

  /** Whether the token of a number may still turn out to begin a key. */
  mayBegin(number: number): boolean {
    const key = this.byNumber.get(number);
    return key !== undefined && this.isPossible(key);
  }

  /** The key that the `:` at the cursor ends; it is forgotten. */
  take(): SimpleKey | undefined {
    const { key } = this.level;
    if (key === undefined || !this.isPossible(key)) {
      return undefined;
    }
    this.forget(key);
    return key;
  }

  /** Forgets the key of the innermost level. */
  remove(): void {
    const { key } = this.level;
    if (key !== undefined) {
      this.failIfRequired(key);
      this.forget(key);
    }
  }

  /** A key ends on the line on which it begins, and is not too long. */
  private isPossible(key: SimpleKey): boolean {
    if (key.line === this.cursor.line && !this.isTooLong(key)) {
      return true;
    }
    this.failIfRequired(key);
    this.forget(key);
    return false;
  }

  private isTooLong({ position }: SimpleKey): boolean {
    const length = this.cursor.position - position;
    if (length <= longestKey || length > 2 * longestKey) {
      return length > longestKey;
    }
    // Characters beyond U+FFFF, which have a length of two, count once.
    return [...this.cursor.slice(position, this.cursor.position)].length > longestKey;
  }

  private forget(key: SimpleKey): void {
    this.byNumber.delete(key.number);
    if (this.level.key === key) {
      this.level.key = undefined;
    }
  }

  private failIfRequired({ isRequired, position }: SimpleKey): void {
    if (isRequired) {
      throw new YamlError('`:` is missing after a key, or the line is indented wrongly', position);
    }
  }
}
