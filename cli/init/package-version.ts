import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { manifestOf, packageFolder } from '../package-folder.js';

interface Installed {
  readonly packages?: Readonly<Record<string, { readonly resolved?: string }>>;
}

/**
 * What a new repository names in its dependencies: the version that runs, or the archive that it was installed from, as npm has noted it.
 */
export function ownVersion(): string {
  const folder = packageFolder();
  const modules = dirname(folder);
  const notes = join(modules, '.package-lock.json');
  if (existsSync(notes)) {
    const { packages = {} } = JSON.parse(readFileSync(notes, 'utf8')) as Installed;
    const resolved = packages['node_modules/asm-blueprints']?.resolved;
    if (resolved?.startsWith('file:')) return `file:${resolve(dirname(modules), resolved.slice('file:'.length))}`;
  }
  return `^${manifestOf(folder).version}`;
}

/** What package.json names for a version, or for an archive or a folder on this machine. */
export function versionOf(spec: string): string {
  return existsSync(spec) ? `file:${resolve(spec)}` : spec;
}
