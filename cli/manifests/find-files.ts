import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Problem } from '../../mesh/manifest/problem.js';

const extension = /\.(?:ya?ml|json)$/i;

/** Files to read, in a stable order, and what could not be looked into. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The files that paths stand for: a file itself, and of a folder its .yaml, .yml and .json files at any depth, each once. Hidden
 * folders, node_modules and links to folders inside a folder are left out.
 */
export function findFiles(paths: readonly string[]): FoundFiles {
  const files = new Set<string>();
  const problems: Problem[] = [];
  for (const path of paths) {
    if (path === '-') {
      files.add(path);
      continue;
    }
    try {
      if (statSync(path).isDirectory()) {
        const before = files.size;
        addFolder(path, files, problems);
        if (files.size === before && problems.length === 0) {
          problems.push(
            problemOf(path, 'the folder has no .yaml, .yml or .json files', 'name a folder with manifests'),
          );
        }
      } else {
        files.add(path);
      }
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
  return { files: eachOnce(files), problems };
}

/** Leaves out a file that another spelling of its path has named before. */
function eachOnce(files: ReadonlySet<string>): readonly string[] {
  const byPath = new Map<string, string>();
  for (const file of files) {
    const path = file === '-' ? file : resolve(file);
    byPath.set(path, byPath.get(path) ?? file);
  }
  return [...byPath.values()];
}

function addFolder(folder: string, files: Set<string>, problems: Problem[]): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    try {
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) {
          addFolder(path, files, problems);
        }
      } else if (extension.test(entry.name) && statSync(path).isFile()) {
        files.add(path);
      }
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission to read it is denied',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link that leads to itself',
};

/** The problem of a path that the system does not let read. */
export function unreadable(path: string, error: unknown): Problem {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return problemOf(path, reasons[code] ?? message, 'check the path');
}

function problemOf(place: string, message: string, mend: string): Problem {
  return { code: 'INPUT_UNREADABLE', place, message, mend };
}
