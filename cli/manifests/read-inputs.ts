import { resolve } from 'node:path';
import { type FieldPath, ManifestSource } from '../../mesh/manifest/index.js';
import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import type { ExternalFacts, MeshConfig } from '../../mesh/model/index.js';
import { readWithinLimit } from '../limits/work-limit.js';
import { outputFile } from '../output.js';
import { findFiles } from './find-files.js';
import { meshConfigProblems } from './mesh-config-problems.js';
import { readPackages } from './packages.js';
import { Progress } from './progress.js';
import { readText } from './read-text.js';
import { renderChart, renderKustomization } from './render.js';

/** Problems that lose no object of a mesh, nor change its meaning. */
const harmless: ReadonlySet<string> = new Set([
  'MANIFEST_DUPLICATE_KEY',
  'MANIFEST_FOREIGN',
  'MANIFEST_LIST',
  'MANIFEST_HEADER',
  'MESH_CONFIG_DUPLICATE_KEY',
  'INPUT_ENVIRONMENTS',
  'INPUT_CHART',
  'INPUT_KUSTOMIZATION',
  'INPUT_HIDDEN',
  'INPUT_LINK',
]);

/** How paths are read. */
export interface ReadingOptions {
  /** Whether Helm charts and kustomizations are rendered by the programs that do that. @default false */
  readonly render?: boolean;
  /** Helm charts that are rendered in any case, folders or archives. @default none */
  readonly helm?: readonly string[];
  /** Folders of kustomizations that are built in any case. @default none */
  readonly kustomize?: readonly string[];
  /** Files with values for the charts. @default those of the charts alone */
  readonly values?: readonly string[];
  /** Namespace that charts are installed in. @default default */
  readonly namespace?: string;
}

/** What the paths of a command line hold. */
export interface Inputs {
  readonly resources: readonly Resource[];
  /** What exists outside the files, as the headers of synthesized files say. */
  readonly external: readonly ExternalFacts[];
  /** Settings of the mesh, as the headers of synthesized files say. */
  readonly meshConfig: Partial<MeshConfig>;
  /** Mistakes in files, and files that cannot be read, in the order of the paths. */
  readonly problems: readonly Problem[];
  /** Whether every file and every document was read, but for those that are not for a mesh. */
  readonly isComplete: boolean;
  /** Number of files that were read. */
  readonly files: number;
  /** The line of a field of an object, from 1; of the object when the field is empty or not found. */
  readonly lineOf: (resource: Resource, field: FieldPath) => number | undefined;
}

/** Reads the manifests of files, folders and `-`, standard input. Never throws on what it reads. The order of the paths does not matter. */
export function readInputs(paths: readonly string[], options: ReadingOptions = {}): Inputs {
  const found = findFiles(paths);
  const packages = readPackages(found, options.render ?? false, options);
  const rendered = [
    ...(options.helm ?? []).map((chart) => renderChart(chart, options)),
    ...(options.kustomize ?? []).map(renderKustomization),
  ];
  const output = outputFile();
  // The file of --output may be in a folder that is read, with the answer of the last run.
  const written = output === undefined ? undefined : resolve(output);
  const files = found.files.filter((file) => !packages.parts.has(resolve(file)) && resolve(file) !== written);
  const problems = [...found.problems, ...packages.problems, ...rendered.flatMap((one) => one.problems)];
  const resources: Resource[] = [...packages.resources, ...rendered.flatMap((one) => one.resources)];
  const external: ExternalFacts[] = [];
  let meshConfig: Partial<MeshConfig> = {};
  const environments = new Map<string, string>();
  const texts = new Map<string, string>();
  const progress = new Progress('files', files.length);
  for (const file of files) {
    const path = file === '-' ? '<stdin>' : file;
    const { text, problem } = readText(file, path);
    if (problem !== undefined) {
      problems.push(problem);
    }
    if (text !== undefined) {
      texts.set(path, text);
      const read = readWithinLimit(text, path);
      for (const resource of read.resources) {
        resources.push(resource);
      }
      problems.push(...read.problems);
      if (read.header?.external !== undefined) {
        external.push(read.header.external);
      }
      const { environment } = read.header ?? {};
      if (environment !== undefined && !environments.has(environment)) {
        environments.set(environment, path);
      }
      if (read.header?.outboundTrafficPolicy !== undefined) {
        meshConfig = { outboundTrafficPolicy: read.header.outboundTrafficPolicy };
      }
    }
    progress.show(texts.size);
  }
  progress.end();
  problems.push(...severalEnvironments(environments), ...meshConfigProblems(resources));
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
  return { resources, external, meshConfig, problems, isComplete, files: texts.size, lineOf };
}

/** Files of several environments are read as one mesh, which none of them is. */
function severalEnvironments(places: ReadonlyMap<string, string>): readonly Problem[] {
  const [first, second] = [...places];
  if (first === undefined || second === undefined) {
    return [];
  }
  const message = `this file is of the environment ${second[0]}, ${first[1]} of ${first[0]}; they are taken as one mesh`;
  return [{ code: 'INPUT_ENVIRONMENTS', place: second[1], message, fix: 'give the folder of one environment' }];
}
