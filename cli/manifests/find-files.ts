import { type Dirent, existsSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Problem } from '../../mesh/manifest/problem.js';
import { append } from '../../mesh/model/labels.js';

const extension = /\.(?:ya?ml|json)$/i;
const kustomizationFile = /^(?:kustomization\.ya?ml|Kustomization)$/;
/** Files of a Helm chart beside its templates. */
const chartFile = /^(?:Chart\.(?:ya?ml|lock)|requirements\.(?:ya?ml|lock)|values.*\.(?:ya?ml|json))$/i;
const chartFolders: ReadonlySet<string> = new Set(['templates', 'charts']);
/** Hidden folders of programs that never hold manifests of a cluster. */
const toolFolders: ReadonlySet<string> = new Set([
  ...['.git', '.github', '.gitlab', '.gitea', '.circleci', '.husky', '.idea', '.vscode', '.devcontainer', '.cache'],
  ...['.terraform', '.pulumi', '.venv', '.yarn', '.pnpm-store', '.npm', '.nx', '.next', '.pytest_cache', '.mypy_cache'],
]);

/** Entries of a linked folder that are looked through. */
const mostEntries = 2000;

/** What paths stand for. */
export interface FoundFiles {
  /** Files to read, each once, in order of their names. */
  readonly files: readonly string[];
  /** Folders of Helm charts, whose templates are not among the files. */
  readonly charts: readonly string[];
  /** Files that describe a kustomization; not among the files. */
  readonly kustomizations: readonly string[];
  /** What could not be looked into, and what was left out. */
  readonly problems: readonly Problem[];
}

/**
 * The files that paths stand for: a file itself, and of a folder its .yaml, .yml and .json files at any depth. Hidden files and
 * folders, node_modules, and the templates of Helm charts are left out. The order of the paths does not matter.
 */
export function findFiles(paths: readonly string[]): FoundFiles {
  const finder = new Finder();
  for (const path of paths) {
    finder.add(path);
  }
  return finder.found();
}

class Finder {
  private readonly files = new Set<string>();
  private readonly charts = new Set<string>();
  private readonly kustomizations = new Set<string>();
  private readonly hidden = new Map<string, string[]>();
  private readonly problems: Problem[] = [];
  /** Number of what was found, also what had been found before. */
  private count = 0;

  found(): FoundFiles {
    const hidden = [...this.hidden].map(([folder, names]) => hiddenProblem(folder, names));
    return {
      files: eachOnce(this.files),
      charts: eachOnce(this.charts),
      kustomizations: eachOnce(this.kustomizations),
      problems: [...this.problems, ...hidden].sort((one, other) => (one.place < other.place ? -1 : 1)),
    };
  }

  add(path: string): void {
    if (path === '-') {
      this.files.add(path);
      return;
    }
    try {
      if (statSync(path).isDirectory()) {
        this.addArgument(path);
      } else {
        this.files.add(path);
      }
    } catch (error) {
      this.problems.push(unreadable(path, error));
    }
  }

  private addArgument(folder: string): void {
    const chart = chartAround(folder);
    if (chart !== undefined) {
      this.charts.add(chart);
      return;
    }
    const before = this.count;
    this.addFolder(folder, folder);
    if (this.count === before) {
      const message = 'the folder has no .yaml, .yml or .json files';
      this.problems.push(problemOf(folder, message, 'name a folder with manifests'));
    }
  }

  private addFolder(folder: string, argument: string): void {
    const entries = readdirSync(folder, { withFileTypes: true });
    const isChart = entries.some((entry) => isChartFile(entry.name));
    if (isChart) {
      this.charts.add(folder);
      this.count += 1;
    }
    for (const entry of entries) {
      const isOfChart = isChart && (chartFile.test(entry.name) || chartFolders.has(entry.name));
      if (!isOfChart) {
        this.addEntry(folder, entry, argument);
      }
    }
  }

  private addEntry(folder: string, entry: Dirent, argument: string): void {
    const path = join(folder, entry.name);
    try {
      if (entry.name.startsWith('.')) {
        this.addHidden(entry, argument, path);
      } else if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') {
          this.addFolder(path, argument);
        }
      } else if (kustomizationFile.test(entry.name)) {
        this.kustomizations.add(path);
        this.count += 1;
      } else if (entry.isSymbolicLink() && isFolder(path)) {
        this.addLink(path, argument);
      } else if (extension.test(entry.name)) {
        this.count += 1;
        const stats = statSync(path);
        if (stats.isFile()) {
          this.files.add(path);
        } else {
          this.problems.push(notRead(path, kindOf(stats)));
        }
      }
    } catch (error) {
      this.problems.push(unreadable(path, error));
      this.count += 1;
    }
  }

  /** Links to folders are not followed: they may lead round in circles, or far away. */
  private addLink(path: string, argument: string): void {
    const target = realpathSync(path);
    const from = relative(realpathSync(argument), target);
    const isInside = from !== '..' && !from.startsWith(`..${sep}`) && !isAbsolute(from);
    if (!mayHoldFiles(target)) {
      return;
    }
    this.problems.push(
      isInside
        ? {
            code: 'INPUT_LINK',
            place: path,
            message: `this is a link to the folder ${target}, which is read where it is`,
            fix: 'nothing has to be done',
          }
        : notRead(path, `a link to the folder ${target}`),
    );
  }

  private addHidden(entry: Dirent, argument: string, path: string): void {
    const isLeftOut = entry.isDirectory()
      ? !toolFolders.has(entry.name) && holdsFiles(path)
      : extension.test(entry.name);
    if (isLeftOut) {
      append(this.hidden, argument, path);
    }
  }
}

/** Whether a folder has files that would be read. One that is too large to look through quickly is taken to have some. */
function mayHoldFiles(folder: string): boolean {
  const folders = [folder];
  let seen = 0;
  for (const one of folders) {
    for (const entry of readdirSync(one, { withFileTypes: true })) {
      seen += 1;
      if (seen > mostEntries || (extension.test(entry.name) && !entry.isDirectory())) {
        return true;
      }
      if (entry.isDirectory() && entry.name !== 'node_modules') {
        folders.push(join(one, entry.name));
      }
    }
  }
  return false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) {
    return 'a pipe';
  }
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** What is read when it is named itself, but not when a folder has it: it may never end. */
function notRead(path: string, what: string): Problem {
  return {
    code: 'INPUT_NOT_FOLLOWED',
    place: path,
    message: `this is ${what}, which is not read as a part of a folder`,
    fix: 'name it on the command line, or take it out of the folder',
  };
}

function isChartFile(name: string): boolean {
  return name === 'Chart.yaml' || name === 'Chart.yml';
}

/** The chart whose templates or charts a folder is, or lies in. */
function chartAround(folder: string): string | undefined {
  let inner = resolve(folder);
  let shown = folder;
  for (let outer = dirname(inner); outer !== inner; outer = dirname(inner)) {
    shown = join(shown, '..');
    const isChart = existsSync(join(outer, 'Chart.yaml')) || existsSync(join(outer, 'Chart.yml'));
    if (isChart && chartFolders.has(basename(inner))) {
      return shown;
    }
    inner = outer;
  }
  return undefined;
}

/** Whether a folder has files, at any depth, that would be read if it were not hidden. */
function holdsFiles(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some((entry) =>
    entry.isDirectory()
      ? entry.name !== 'node_modules' && holdsFiles(join(folder, entry.name))
      : extension.test(entry.name),
  );
}

function hiddenProblem(folder: string, paths: readonly string[]): Problem {
  const [first = ''] = [...paths].sort();
  const more = paths.length === 1 ? '' : `, and ${paths.length - 1} more in ${folder}`;
  const message = `hidden files and folders are not read: this${more}`;
  return { code: 'INPUT_HIDDEN', place: first, message, fix: 'name it on the command line if it holds manifests' };
}

/** Leaves out what another spelling of its path names as well. */
function eachOnce(paths: ReadonlySet<string>): readonly string[] {
  const byPath = new Map<string, string>();
  for (const path of [...paths].sort()) {
    const whole = path === '-' ? path : resolve(path);
    byPath.set(whole, byPath.get(whole) ?? path);
  }
  return [...byPath.values()];
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

function problemOf(place: string, message: string, fix: string): Problem {
  return { code: 'INPUT_UNREADABLE', place, message, fix };
}
