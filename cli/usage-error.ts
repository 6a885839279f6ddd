/** A mistake in how the program is used, or an input without which there is no answer: it ends with a message and the exit code 2. */
export class UsageError extends Error {
  readonly lines: readonly string[];

  /** @param lines what is wrong, each in one line */
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}
