import { readFileSync } from 'node:fs';
import { describeManifest } from '../../mesh/manifest/identity.js';
import type { Manifest, Resource } from '../../mesh/manifest/resource.js';
import { append } from '../../mesh/model/labels.js';
import { chartSource, type ImportedChart } from './chart-source.js';
import { literal } from './literal.js';

/** What the manifests come to. */
export interface ImportedFiles {
  /** Texts by name: a module for each chart, and `main.ts`. */
  readonly files: ReadonlyMap<string, string>;
  /** What a reader has to know, a line each. */
  readonly notes: readonly string[];
  /** Whether every object is in a chart, and as it was. */
  readonly isExact: boolean;
  /** Number of objects in the charts. */
  readonly count: number;
}

/** A chart for each file, in the order of the files. */
export function importedFiles(resources: readonly Resource[]): ImportedFiles {
  const byFile = new Map<string, Manifest[]>();
  const secrets = resources.filter(({ manifest }) => holdsSecrets(manifest));
  for (const { path, manifest } of resources.filter((one) => !secrets.includes(one))) append(byFile, path, manifest);
  const ids = chartIds([...byFile.keys()]);
  const taken = new Set<string>();
  const charts: ImportedChart[] = [];
  const notes = secrets.map(
    ({ path, manifest }) =>
      `${path}: ${describeManifest(manifest)} is left out: its values do not belong in code; let it be made as it is today`,
  );
  for (const [path, manifests] of byFile) {
    const id = ids.get(path) ?? 'chart';
    const chart = chartSource(id, classNameOf(id, taken), path === '<stdin>' ? 'standard input' : path, manifests);
    charts.push(chart);
    notes.push(...notesOf(path, chart));
  }
  const files = new Map(charts.map(({ id, source }) => [`${id}.ts`, source]));
  files.set('main.ts', mainSource(charts));
  const isExact = secrets.length === 0 && charts.every(({ objects }) => objects.every((object) => object.isExact));
  return { files, notes, isExact, count: resources.length - secrets.length };
}

/** Whether an object is a Secret with values, which are not encrypted. */
function holdsSecrets({ apiVersion, kind, data, stringData }: Manifest): boolean {
  return kind === 'Secret' && apiVersion === 'v1' && (data !== undefined || stringData !== undefined);
}

function notesOf(path: string, { objects }: ImportedChart): readonly string[] {
  const comments = path === '<stdin>' ? 0 : commentsOf(path);
  const plain = objects.filter(({ reason }) => reason !== undefined);
  return [
    ...plain.map(({ manifest, reason }) => `${path}: ${describeManifest(manifest)} is an ApiObject: ${reason}`),
    ...objects
      .filter(({ isExact }) => !isExact)
      .map(({ manifest }) => `${path}: ${describeManifest(manifest)} is not as it was: write it by hand`),
    ...(comments === 0
      ? []
      : [`${path}: ${comments === 1 ? '1 comment is' : `${comments} comments are`} not in the chart`]),
  ];
}

/** Lines of a file that are comments. */
function commentsOf(path: string): number {
  try {
    return readFileSync(path, 'utf8').match(/^\s*#/gm)?.length ?? 0;
  } catch {
    // It is rendered from a chart or a kustomization.
    return 0;
  }
}

/** Ids of charts by file: its name, or where several have the same, its path below the folder that all have in common. */
function chartIds(paths: readonly string[]): ReadonlyMap<string, string> {
  const parts = paths.map((path) => path.replace(/\.[^./]+$/, '').split(/[/\\]+/));
  const names = parts.map((all) => idOf(all.slice(-1)));
  const [first = []] = parts;
  const differs = first.findIndex((part, index) => parts.some((all) => all[index] !== part));
  const ids = new Set(names).size === names.length ? names : parts.map((all) => idOf(all.slice(Math.max(differs, 0))));
  const taken = new Set<string>();
  return new Map(
    paths.map((path, index) => {
      const id = ids[index] ?? 'chart';
      const free = taken.has(id) ? `${id}-${index}` : id;
      taken.add(free);
      return [path, free];
    }),
  );
}

function idOf(parts: readonly string[]): string {
  const id = parts
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return id === '' || id === 'main' ? `chart-${id}`.replace(/-$/, '') : id;
}

function classNameOf(id: string, taken: Set<string>): string {
  const words = id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const name = `${words.join('').replace(/^(?=\d)/, 'Chart')}Chart`.replace(/ChartChart$/, 'Chart');
  const free = taken.has(name) ? `${name}${taken.size}` : name;
  taken.add(free);
  return free;
}

function mainSource(charts: readonly ImportedChart[]): string {
  const imports = charts.map(({ id, className }) => `import { ${className} } from './${id}.js';`);
  return `import { App } from 'cdk8s';
${imports.join('\n')}

/** Writes each chart to a file in dist/. */
const app = new App({ outdir: process.env[${literal('CDK8S_OUTDIR')}] ?? 'dist' });
${charts.map(({ className }) => `new ${className}(app);`).join('\n')}
app.synth();
`;
}
