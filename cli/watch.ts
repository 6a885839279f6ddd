import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beginWork } from './limits/work-limit.js';
import { findFiles } from './manifests/find-files.js';
import { outputFile, saveOutput, writeErrors, writeOutput } from './output.js';
import { reportError } from './report-error.js';
import { UsageError } from './usage-error.js';

/** Milliseconds between two looks at the files; more where looking takes long. */
const PERIOD = 300;
/** Looking takes at most this share of the time. */
const SHARE = 0.1;

/**
 * Runs what reads files, now and whenever one of them changes, until the program is stopped (Ctrl-C). What cannot be answered is said, and
 * the next change gives another chance. The files are looked at, not subscribed to: that works on every system and in containers, and the
 * folders' rules of which files are read hold. An answer beyond the limit of work ends the program.
 *
 * @param paths files and folders, as the command line names them
 * @throws UsageError for standard input, which cannot be read again
 */
export async function watchFiles(paths: readonly string[], run: () => void | Promise<void>): Promise<never> {
  if (paths.includes('-')) {
    throw new UsageError('--watch reads the files again, and standard input can be read once; name files');
  }
  let seen = lookAt(paths);
  for (;;) {
    if (process.stdout.isTTY && outputFile() === undefined) writeOutput('\u001b[2J\u001b[3J\u001b[H');
    beginWork();
    try {
      await run();
      saveOutput();
    } catch (error) {
      reportError(error);
    }
    seen = await nextChange(paths, seen);
  }
}

type Seen = ReadonlyMap<string, string>;

async function nextChange(paths: readonly string[], seen: Seen): Promise<Seen> {
  for (;;) {
    const started = performance.now();
    const now = lookAt(paths);
    const changed = [...new Set([...seen.keys(), ...now.keys()])].filter((file) => seen.get(file) !== now.get(file));
    const [first] = changed;
    if (first !== undefined) {
      const more = changed.length === 1 ? '' : ` and ${changed.length - 1} more`;
      writeErrors([`asm-blueprints: ${first}${more} changed`]);
      return now;
    }
    await setTimeout(Math.max(PERIOD, (performance.now() - started) / SHARE));
  }
}

/** What tells the contents of files apart, by file. The file of `--output` changes with every run. */
function lookAt(paths: readonly string[]): Seen {
  const output = outputFile();
  const { files, charts, kustomizations } = findFiles(paths);
  const all = [...files, ...charts, ...kustomizations].filter(
    (file) => output === undefined || resolve(file) !== resolve(output),
  );
  return new Map(all.map((file) => [file, stateOf(file)]));
}

function stateOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return 'gone';
  }
}
