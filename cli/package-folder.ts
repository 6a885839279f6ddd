import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What package.json of this package says of it. */
export interface OwnManifest {
  readonly name?: string;
  readonly version?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** package.json of a folder; without contents where there is none. */
export function manifestOf(folder: string): OwnManifest {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as OwnManifest) : {};
}

/** The folder of this package: above this file, in the sources and when built. */
export function packageFolder(): string {
  const isPackage = (folder: string): boolean => manifestOf(folder).name === 'asm-blueprints';
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackage(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** A page of the documentation, which the package ships. @param page path below `docs/` */
export function documentationPage(page: string): string | undefined {
  const file = join(packageFolder(), 'docs', page);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
