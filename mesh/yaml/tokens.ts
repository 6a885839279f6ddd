import type { Directive, WrittenTag } from './tag-scanner.js';

/** The parts of a text that the composer puts together, named as in libyaml. */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly type: 'scalar'; readonly text: string; readonly isPlain: boolean }
  | { readonly type: 'anchor' | 'alias'; readonly name: string }
  | { readonly type: 'tag'; readonly tag: WrittenTag }
  | { readonly type: 'directive'; readonly directive: Directive }
  | { readonly type: MarkType }
);

/** Tokens that say nothing beside where they are. */
export type MarkType =
  | 'stream-end'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value';

/** Tokens that are taken stay in the queue up to this number, so that it need not be moved at each. */
const mostTaken = 64;

/** The queue between scanner and composer. A key is known by the `:` after it, so tokens are put into the queue before others. */
export class TokenQueue {
  /** Number of tokens that were taken; the first of the queue has this number. */
  taken = 0;
  private tokens: Token[] = [];
  private head = 0;

  get isEmpty(): boolean {
    return this.head === this.tokens.length;
  }

  /** Number that the next token at the end gets. */
  get nextNumber(): number {
    return this.taken + this.tokens.length - this.head;
  }

  get first(): Token {
    return this.tokens[this.head] as Token;
  }

  add(token: Token): void {
    this.tokens.push(token);
  }

  /** Puts a token before the one with a number, at the end when that one is taken. */
  insert(number: number, token: Token): void {
    const index = number < this.taken ? this.tokens.length : this.head + number - this.taken;
    this.tokens.splice(index, 0, token);
  }

  take(): Token {
    const { first } = this;
    this.head += 1;
    this.taken += 1;
    if (this.head === mostTaken) {
      this.tokens = this.tokens.slice(mostTaken);
      this.head = 0;
    }
    return first;
  }
}
