import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../usage-error.js';
import { programLimits } from './render.js';

/** The files of paths as a commit has them. */
export interface EarlierFiles {
  /** Where a path is for now; undefined for one that the commit does not have. */
  readonly at: (path: string) => string | undefined;
  /** Paths that the commit does not have. */
  readonly missing: readonly string[];
}

/**
 * Writes files and folders as a commit of git has them into a folder of their own, which is removed afterwards. The index and the files of the
 * repository stay as they are.
 *
 * @param isWhole whether everything in the repository is written, for what refers to files outside of the paths
 * @throws UsageError for a path that is in no repository, and a commit that it does not have
 */
export function withFilesAt<T>(
  ref: string,
  paths: readonly string[],
  isWhole: boolean,
  use: (files: EarlierFiles) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'asm-blueprints-'));
  try {
    const trees = new Map<string, string>();
    const places = new Map<string, string | undefined>();
    for (const path of paths) {
      const { top, inside } = placeOf(ref, path);
      const tree = trees.get(top) ?? join(folder, String(trees.size));
      if (!trees.has(top)) {
        trees.set(top, tree);
        git(['-C', top, 'read-tree', commitOf(ref, top)], `${tree}.index`);
      }
      write({ top, tree, inside: isWhole ? '' : inside });
      const written = join(tree, inside);
      places.set(path, existsSync(written) ? written : undefined);
    }
    const missing = paths.filter((path) => places.get(path) === undefined);
    return use({ at: (path) => places.get(path), missing });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The repository of a path, and the path in it. */
function placeOf(ref: string, path: string): { readonly top: string; readonly inside: string } {
  const whole = path === '-' || !existsSync(path) ? undefined : realpathSync(resolve(path));
  const folder = whole === undefined || statSync(whole).isDirectory() ? whole : dirname(whole);
  const top = folder === undefined ? '' : (git(['-C', folder, 'rev-parse', '--show-toplevel']) ?? '').trim();
  if (whole === undefined || top === '') {
    throw new UsageError(`--changed-since ${ref}: ${path} is not in a git repository`);
  }
  return { top, inside: relative(realpathSync(top), whole).split(sep).join('/') };
}

function commitOf(ref: string, top: string): string {
  const commit = git(['-C', top, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (commit === undefined) {
    throw new UsageError(`--changed-since ${ref}: git knows no such commit; in CI, fetch it first`);
  }
  return commit.trim();
}

/** Writes a part of the tree of an index. */
function write({ top, tree, inside }: { readonly top: string; readonly tree: string; readonly inside: string }): void {
  const index = `${tree}.index`;
  const names = git(['-C', top, 'ls-files', '-z', ...(inside === '' ? [] : ['--', `:(literal,top)${inside}`])], index);
  git(['-C', top, 'checkout-index', '-q', '-f', '-z', '--stdin', `--prefix=${tree}/`], index, names ?? '');
}

/** What git prints; undefined where it fails. @throws UsageError where there is no git */
function git(args: readonly string[], index?: string, input?: string): string | undefined {
  const { error, status, stdout } = spawnSync('git', args, {
    ...programLimits,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    env: { ...environment(), ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) },
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    throw new UsageError('--changed-since: git is not on the PATH');
  }
  return error === undefined && status === 0 ? stdout : undefined;
}

/** The environment without what a hook of git sets, which is about another index. */
function environment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...rest } = process.env;
  return rest;
}
