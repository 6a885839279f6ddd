import { readFileSync, statSync } from 'node:fs';
import type { Resource } from '../../mesh/manifest.js';
import type { ExternalFacts } from '../../mesh/model/index.js';
import type { Problem } from '../../mesh/problem.js';
import { type FieldPath, ManifestSource, readManifests } from '../../mesh/reader/index.js';
import { findFiles, unreadable } from './find-files.js';

/** Largest text that is read: several times the manifests of a mesh of 10,000 services. */
const mostBytes = 64 * 1024 * 1024;

/** Problems after which the object or document is still read as it was meant. */
const harmless: ReadonlySet<string> = new Set(['MANIFEST_DUPLICATE_KEY', 'MANIFEST_LIST', 'MANIFEST_HEADER']);

/** What the paths of a command line hold. */
export interface Inputs {
  readonly resources: readonly Resource[];
  /** What exists outside the files, as the headers of synthesized files say. */
  readonly external: readonly ExternalFacts[];
  /** Mistakes in files, and files that cannot be read, in the order of the paths. */
  readonly problems: readonly Problem[];
  /** Whether every file and every document was read. */
  readonly isComplete: boolean;
  /** Number of files that were read. */
  readonly files: number;
  /** The line of a field of an object, from 1; of the object when the field is empty or not found. */
  readonly lineOf: (resource: Resource, field: FieldPath) => number | undefined;
}

/** Reads the manifests of files, folders and `-`, standard input. Never throws on what it reads. */
export function readInputs(paths: readonly string[]): Inputs {
  const found = findFiles(paths);
  const problems = [...found.problems];
  const resources: Resource[] = [];
  const external: ExternalFacts[] = [];
  const texts = new Map<string, string>();
  for (const file of found.files) {
    const path = file === '-' ? '<stdin>' : file;
    const text = readText(file, path, problems);
    if (text !== undefined) {
      texts.set(path, text);
      const read = readManifests(text, path);
      for (const resource of read.resources) {
        resources.push(resource);
      }
      problems.push(...read.problems);
      if (read.header?.external !== undefined) {
        external.push(read.header.external);
      }
    }
  }
  const sources = new Map<string, ManifestSource>();
  const lineOf = ({ path, line }: Resource, field: FieldPath): number | undefined => {
    const text = texts.get(path);
    if (line === undefined || text === undefined || field.length === 0) {
      return line;
    }
    const source = sources.get(path) ?? new ManifestSource(text);
    sources.set(path, source);
    return source.lineOf(line, field);
  };
  const isComplete = problems.every(({ code }) => harmless.has(code));
  return { resources, external, problems, isComplete, files: texts.size, lineOf };
}

function readText(file: string, path: string, problems: Problem[]): string | undefined {
  try {
    const size = file === '-' ? 0 : statSync(file).size;
    const bytes = size > mostBytes ? undefined : readFileSync(file === '-' ? 0 : file);
    if (bytes !== undefined && bytes.length <= mostBytes) {
      return bytes.toString('utf8');
    }
    const megabytes = Math.round((bytes?.length ?? size) / 1024 / 1024);
    const message = `the file has ${megabytes} MB, more than the ${mostBytes / 1024 / 1024} MB that are read at once`;
    problems.push({ code: 'INPUT_TOO_LARGE', place: path, message, mend: 'split it; the other files were analyzed' });
  } catch (error) {
    problems.push(unreadable(path, error));
  }
  return undefined;
}
