import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatProblem, type Problem } from '../mesh/manifest/problem.js';
import { printable, printableJson } from '../mesh/text/printable.js';
import { exitCodes } from './exit-code.js';
import { withFilesOf } from './files-refused.js';
import { UsageError } from './usage-error.js';

/** The file of `--output`, with what has been written to it so far. */
let file: { readonly path: string; text: string } | undefined;

/**
 * Sends the answer to a file instead of standard output, once {@link saveOutput} is called.
 *
 * @throws UsageError where the file cannot be written, before there is an answer
 */
export function sendOutputTo(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) throw new UsageError(`--output ${path}: there is no folder ${folder}; make it first`);
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new UsageError(`--output ${path} is a folder; name a file in it`);
  }
  file = { path, text: '' };
}

/** Writes the file of `--output`, as a whole: until then it stays as it was. Without one, does nothing. */
export function saveOutput(): void {
  if (file === undefined) return;
  const { path, text } = file;
  // A pipe or a device, such as /dev/null, is written to and stays what it is.
  const isOrdinary = !existsSync(path) || statSync(path).isFile();
  withFilesOf(path, () => {
    if (!isOrdinary) {
      writeFileSync(path, text);
      return;
    }
    const fresh = `${path}.${process.pid}`;
    try {
      writeFileSync(fresh, text);
      renameSync(fresh, path);
    } finally {
      rmSync(fresh, { force: true });
    }
  });
  file.text = '';
}

/** The file of `--output`. */
export function outputFile(): string | undefined {
  return file?.path;
}

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

/** Writes a part of the answer: to standard output, or to the file of `--output`. */
export function writeOutput(text: string): void {
  if (file === undefined) {
    process.stdout.write(text);
  } else {
    file.text += text;
  }
}

/** Writes lines for a person. Each stays one line, whatever texts of files it holds. */
export function writeLines(lines: readonly string[]): void {
  writeOutput(lines.map((line) => `${printable(line)}\n`).join(''));
}

/** Writes JSON for a program, or a person. */
export function writeJson(value: unknown): void {
  writeOutput(`${printableJson(value, 2)}\n`);
}

/** Writes lines about what went wrong to standard error, which leaves standard output to the answer. */
export function writeErrors(lines: readonly string[]): void {
  process.stderr.write(lines.map((line) => `${printable(line)}\n`).join(''));
}

/** Writes what could not be read to standard error. */
export function writeProblems(problems: readonly Problem[]): void {
  writeErrors(problems.map(formatProblem));
}

/** Whether the answer goes to a terminal with colours, and the user has not refused them (`NO_COLOR`, https://no-color.org). */
export function isColoured(): boolean {
  return file === undefined && process.stdout.isTTY && process.stdout.hasColors();
}
