import { formatProblem, type Problem } from '../mesh/manifest/problem.js';
import { printable, printableJson } from '../mesh/text/printable.js';
import { exitCodes } from './exit-code.js';

/** Makes the program end without a stack trace when its output cannot be written: quietly when its reader (`| head`) has gone. */
export function survivesLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') {
        process.exit();
      }
      if (stream === process.stdout) {
        writeErrors([`asm-blueprints: the output cannot be written: ${error.message}`]);
      }
      process.exit(exitCodes.unreadable);
    });
  }
}

/** Writes lines for a person to standard output. Each stays one line, whatever texts of files it holds. */
export function writeLines(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));
}

/** Writes JSON for a program, or a person, to standard output. */
export function writeJson(value: unknown): void {
  process.stdout.write(`${printableJson(value, 2)}\n`);
}

/** Writes lines about what went wrong to standard error, which leaves standard output to the answer. */
export function writeErrors(lines: readonly string[]): void {
  process.stderr.write(lines.map((line) => `${printable(line)}\n`).join(''));
}

/** Writes what could not be read to standard error. */
export function writeProblems(problems: readonly Problem[]): void {
  writeErrors(problems.map(formatProblem));
}

/** Whether standard output is a terminal with colours, and the user has not refused them (`NO_COLOR`, https://no-color.org). */
export function isColoured(): boolean {
  return process.stdout.isTTY && process.stdout.hasColors();
}
