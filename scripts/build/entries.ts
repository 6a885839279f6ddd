import { readFileSync } from 'node:fs';

/** What package.json says of the package. */
export interface PackageManifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Something that the package exports. */
export interface Entry {
  /** How it is imported: `asm-blueprints/mesh`. */
  readonly specifier: string;
  /** The source of its module, relative to the root of the repository. */
  readonly source: string;
}

/** package.json of the repository. */
export function packageManifest(): PackageManifest {
  return JSON.parse(readFileSync('package.json', 'utf8')) as PackageManifest;
}

/** What the package exports; `exports` of package.json names the compiled forms: `lib/x.js` is `x.ts`. */
export function entries(): Entry[] {
  const { name, exports } = packageManifest();
  return Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string'
      ? []
      : [
          {
            specifier: name + path.slice(1),
            source: target.default.replace(/^\.\/lib\//, '').replace(/\.js$/, '.ts'),
          },
        ],
  );
}
