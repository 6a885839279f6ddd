import { CommanderError } from 'commander';
import { exitCodes } from './exit-code.js';
import { outputFile, writeErrors } from './output.js';
import { UsageError } from './usage-error.js';

/** Says why a command has ended without an answer, and sets the exit code. */
export function reportError(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.clean : exitCodes.unreadable;
    return;
  }
  const file = outputFile();
  if (error instanceof UsageError) {
    writeErrors(error.lines.map((line) => `asm-blueprints: ${line}`));
  } else {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    writeErrors([`asm-blueprints: this is a mistake of the program: ${message}`]);
  }
  if (file !== undefined) writeErrors([`asm-blueprints: ${file} is not written`]);
  process.exitCode = exitCodes.unreadable;
}
