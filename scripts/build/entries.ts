import { readFileSync } from 'node:fs';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/** Source files of what the package exports, as `exports` of package.json names their compiled forms: `lib/x.js` is `x.ts`. */
export function entrySources(): string[] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  return Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target.default.replace(/^\.\/lib\//, '').replace(/\.js$/, '.ts')],
  );
}
