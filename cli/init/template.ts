import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CloudKind, devEnvironment } from './dev-environment.js';

/** What a new repository is to be. */
export interface RepositoryChoice {
  /** Of the package and of the Pulumi project. */
  readonly name: string;
  readonly description: string;
  /** `local`: no cloud account; otherwise an environment `dev` beside it. */
  readonly kind: CloudKind | 'local';
  readonly region: string;
  /** Range or place of the package asm-blueprints. */
  readonly version: string;
}

/** The folder with the files, which `pulumi new` takes as well: above this file, in the sources and when built. */
function templateFolder(): string {
  const folders = ['../../template', '../../../template'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = folders.find((folder) => existsSync(join(folder, 'Pulumi.yaml')));
  if (found === undefined) throw new Error('the package has no folder template');
  return found;
}

/** Files that are named otherwise in the package, because npm would not publish them. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/** The files of a new repository by path, with `/` between names. */
export function repositoryFiles(choice: RepositoryChoice): ReadonlyMap<string, string> {
  const folder = templateFolder();
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
    files.set(RENAMED[path] ?? path, readFileSync(join(folder, path), 'utf8'));
  }
  if (choice.kind === 'local') files.delete('Pulumi.dev.yaml');
  else files.set('Pulumi.dev.yaml', devEnvironment(choice.kind, choice.region));
  files.set('Pulumi.yaml', (files.get('Pulumi.yaml') ?? '').replace(/^template:\n(?:[ \t].*\n)*/m, ''));
  files.set('package.json', packageJson(files.get('package.json') ?? '{}', choice));
  for (const [path, text] of files) files.set(path, filledIn(path, text, choice));
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A text with the name and the description where the engine's placeholders for them stand. */
function filledIn(path: string, text: string, { name, description }: RepositoryChoice): string {
  const isYaml = path.endsWith('.yaml');
  return text.replaceAll(/\$\{(PROJECT|DESCRIPTION)\}/g, (_placeholder, which) =>
    which === 'PROJECT' ? name : isYaml ? JSON.stringify(description) : description,
  );
}

/** package.json with the package itself, and without the provider of the cloud where no environment is there. */
function packageJson(text: string, { name, description, kind, version }: RepositoryChoice): string {
  const manifest = JSON.parse(text) as { name: string; description: string; dependencies: Record<string, string> };
  Object.assign(manifest, { name, description });
  manifest.dependencies['asm-blueprints'] = version;
  if (kind === 'local') delete manifest.dependencies['@pulumi/alicloud'];
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
