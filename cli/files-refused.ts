import { UsageError } from './usage-error.js';

/**
 * Runs what reads and writes files that the command line names. What the system refuses, such as a folder without permission or a file where a
 * folder should be, is a mistake in how the program is used.
 *
 * @param what how the message names the files
 * @throws UsageError for an error of the system; any other as it is
 */
export function withFilesOf<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    throw syscall === undefined ? error : new UsageError(`${what} cannot be used: ${message}`);
  }
}
