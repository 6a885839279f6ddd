import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importedFiles } from '../../../cli/import/imported-files.js';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import type { Manifest } from '../../../mesh/manifest/resource.js';

/** What an import of files comes to, and what its charts synthesize to. */
export interface RoundTrip {
  /** Texts of the charts, by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  readonly isExact: boolean;
  /** Objects before and after, each as JSON with sorted keys, in one order. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Imports files and runs the charts, in a folder of the repository, where they find its packages. */
export function roundTrip(texts: Readonly<Record<string, string>>, check?: (folder: string) => void): RoundTrip {
  const resources = Object.entries(texts).flatMap(([path, text]) => readManifests(text, path).resources);
  const { files, notes, isExact } = importedFiles(resources);
  const folder = mkdtempSync(resolve('.types-import-'));
  try {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    check?.(folder);
    const output = join(folder, 'dist');
    mkdirSync(output);
    execFileSync(process.execPath, ['--import', 'tsx', join(folder, 'main.ts')], {
      env: { ...process.env, CDK8S_OUTDIR: output },
    });
    const after = readdirSync(output).flatMap((name) =>
      readManifests(readFileSync(join(output, name), 'utf8'), name).resources.map(({ manifest }) => manifest),
    );
    return { files, notes, isExact, before: inOrder(resources.map(({ manifest }) => manifest)), after: inOrder(after) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inOrder(manifests: readonly Manifest[]): readonly string[] {
  const sorted = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  return manifests.map((manifest) => JSON.stringify(manifest, sorted)).sort();
}
