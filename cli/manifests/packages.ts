import { dirname, resolve } from 'node:path';
import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import type { FoundFiles } from './find-files.js';
import { type Kustomization, readKustomization } from './kustomization.js';
import { type ChartSettings, type Rendered, renderChart, renderKustomization } from './render.js';

/** Helm charts and kustomizations: what they render, or that they were not rendered. */
export interface Packages {
  readonly resources: readonly Resource[];
  readonly problems: readonly Problem[];
  /** Whole paths of files that are not read by themselves: patches, and what was rendered. */
  readonly parts: ReadonlySet<string>;
}

/** Reads the charts and kustomizations that were found. */
export function readPackages(
  { files, charts, kustomizations: found }: FoundFiles,
  isRendered: boolean,
  settings: ChartSettings = {},
): Packages {
  const kustomizations = found.map((file) => ({ file, read: readKustomization(file) }));
  const known = kustomizations.flatMap(({ read }) => read ?? []);
  const unread = kustomizations.filter(({ read }) => read === undefined).map(({ file }) => unreadKustomization(file));
  const parts = new Set(known.flatMap((kustomization) => [...kustomization.parts]));
  if (!isRendered) {
    const problems = [...charts.map(chartNote), ...known.map(kustomizationNote), ...unread];
    return { resources: [], problems, parts };
  }
  const roots = known.filter(({ folder }) => !known.some(({ resources }) => resources.has(resolve(folder))));
  const rendered: readonly Rendered[] = [
    ...charts.map((folder) => renderChart(folder, settings)),
    ...roots.map(({ folder }) => renderKustomization(folder)),
  ];
  for (const file of files) {
    if (known.some((kustomization) => isOf(file, kustomization))) {
      parts.add(resolve(file));
    }
  }
  return {
    resources: rendered.flatMap(({ resources }) => resources),
    problems: [...rendered.flatMap(({ problems }) => problems), ...unread],
    parts,
  };
}

/** Whether a kustomization renders a file: it names the file, or its folder when that is no kustomization. */
function isOf(file: string, { resources }: Kustomization): boolean {
  return resources.has(resolve(file)) || resources.has(dirname(resolve(file)));
}

function chartNote(folder: string): Problem {
  return {
    code: 'INPUT_CHART',
    place: folder,
    message: 'this is a Helm chart; its templates are not read',
    fix: 'analyze what it renders: pass --render, or `helm template CHART | asm-blueprints analyze -`',
  };
}

function kustomizationNote({ file, changes }: Kustomization): Problem {
  const without = changes.length === 0 ? '' : `, without its ${changes.join(', ')}`;
  return {
    code: 'INPUT_KUSTOMIZATION',
    place: file,
    message: `this is a kustomization; the files of its folder are read as they are${without}`,
    fix: 'analyze what it renders: pass --render, or `kubectl kustomize FOLDER | asm-blueprints analyze -`',
  };
}

function unreadKustomization(file: string): Problem {
  const message = 'this kustomization is not valid YAML, so its patches are not known';
  return { code: 'INPUT_UNREADABLE', place: file, message, fix: 'fix it' };
}
