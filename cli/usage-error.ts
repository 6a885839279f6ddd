/** A mistake in the command line or in a file that it names: one clear line for the user, without a stack trace. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
