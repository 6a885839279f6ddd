/** Why a text is not read. Thrown inside this room only; the parser makes a value of it. */
export class YamlError extends Error {
  constructor(
    message: string,
    /** Offset in the text at which it was noticed. */
    readonly offset: number,
    /** Whether the text is wrong, or its aliases stand for too much. */
    readonly kind: 'syntax' | 'alias' = 'syntax',
  ) {
    super(message);
    this.name = 'YamlError';
  }
}
