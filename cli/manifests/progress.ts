/** How long reading may take before it is said how far it is. */
const quietMilliseconds = 1000;
const stepMilliseconds = 200;

/** Says on a terminal how far a long reading is, in one line that it clears at the end. Says nothing into a pipe or a file. */
export class Progress {
  private readonly start = performance.now();
  private next = quietMilliseconds;
  private isShown = false;

  constructor(
    /** What is counted: `files`. */
    private readonly what: string,
    private readonly total: number,
    private readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
  ) {}

  /** @param done how many are done */
  show(done: number): void {
    const elapsed = performance.now() - this.start;
    if (this.stream.isTTY && elapsed >= this.next) {
      this.next = elapsed + stepMilliseconds;
      this.isShown = true;
      this.stream.write(`\r\u001b[Kreading ${done} of ${this.total} ${this.what}`);
    }
  }

  end(): void {
    if (this.isShown) {
      this.stream.write('\r\u001b[K');
    }
  }
}
