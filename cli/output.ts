import { formatProblem, type Problem } from '../mesh/manifest/problem.js';
import { exitCodes } from './exit-code.js';

/** Makes the program end without a stack trace when its output cannot be written: quietly when its reader (`| head`) has gone. */
export function survivesLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') {
        process.exit();
      }
      if (stream === process.stdout) {
        process.stderr.write(`asm-blueprints: the output cannot be written: ${error.message}\n`);
      }
      process.exit(exitCodes.unreadable);
    });
  }
}

/** A text of a file in one line of a terminal: control characters, which could move the cursor or end the line, are written out. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const escaped = JSON.stringify(character).slice(1, -1);
    return escaped === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : escaped;
  });
}

/** Writes what could not be read to standard error, which leaves standard output to the answer. */
export function writeProblems(problems: readonly Problem[]): void {
  process.stderr.write(problems.map((problem) => `${printable(formatProblem(problem))}\n`).join(''));
}

/** Whether standard output is a terminal with colours, and the user has not refused them (`NO_COLOR`, https://no-color.org). */
export function isColoured(): boolean {
  return process.stdout.isTTY && process.stdout.hasColors();
}
