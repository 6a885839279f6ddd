import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Text of files by their path in the folder, with `/` between names. */
export type FilesByPath = ReadonlyMap<string, string>;

/**
 * Replaces a folder by the given files as a whole.
 *
 * Everything is written beside the folder first and then swapped in by renaming, so that a reader sees the old files or
 * the new ones, never some of each; when anything fails before the swap, the folder stays as it was. A run that was
 * killed leaves at most a folder `.NAME-<process id>` or `.NAME-old`, which the next run clears or puts back.
 */
export function replaceFolder(folder: string, files: FilesByPath): void {
  const place = resolve(folder);
  const parent = dirname(place);
  const name = basename(place);
  const old = join(parent, `.${name}-old`);
  const fresh = join(parent, `.${name}-${process.pid}`);
  mkdirSync(parent, { recursive: true });
  if (existsSync(old) && !existsSync(place)) renameSync(old, place);
  if (existsSync(place) && !statSync(place).isDirectory()) {
    throw new Error(`${folder} is a file, not a folder; move it away, or name another folder`);
  }
  clearLeftovers(parent, name);
  try {
    writeFiles(fresh, files);
    if (existsSync(place)) renameSync(place, old);
    renameSync(fresh, place);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (existsSync(old) && !existsSync(place)) renameSync(old, place);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

function writeFiles(folder: string, files: FilesByPath): void {
  mkdirSync(folder, { recursive: true });
  const made = new Set<string>();
  for (const [path, text] of files) {
    const file = join(folder, path);
    const parent = dirname(file);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(file, text);
  }
}

/** Removes what killed runs left beside the folder. Folders of runs that still go on are theirs. */
function clearLeftovers(parent: string, name: string): void {
  const prefix = `.${name}-`;
  for (const entry of readdirSync(parent)) {
    if (!entry.startsWith(prefix)) continue;
    const owner = entry.slice(prefix.length);
    if (owner === 'old' || (/^\d+$/.test(owner) && !isRunning(Number(owner)))) {
      rmSync(join(parent, entry), { recursive: true, force: true });
    }
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
