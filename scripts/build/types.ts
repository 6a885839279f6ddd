import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Plugin, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import ts from 'typescript';
import { entries, packageManifest } from './entries.js';

/** Types of packages that are written into ours: where the types of libraries are checked they do not compile. */
const INLINED_TYPES = ['zod', 'zod/v4/core', 'kubernetes-models', '@pulumi/policy'].concat(
  ['apimachinery', 'base', 'gateway-api', 'istio', 'validate'].map((name) => `@kubernetes-models/${name}`),
);

/** The entry that only gathers others. */
const ROOT = 'index';

/** The entry that serves programs with and without Pulumi. */
const STACKS = 'stacks/index.d.ts';

/** Lets declarations compile where an optional peer is not installed; what is of its types is `any` there. */
function tolerant(code: string): string {
  const optional = Object.keys(packageManifest().peerDependenciesMeta);
  return code.replace(/^import .* from '([^']+)';$/gm, (line, path: string) =>
    optional.some((name) => path === name || path.startsWith(`${name}/`)) ? `// @ts-ignore\n${line}` : line,
  );
}

const VALIDATE = '@kubernetes-models/validate';

/** The validators of the models take part in no type of ours, but would bring the types of Ajv. */
const withoutValidators: Plugin = {
  name: 'without-validators',
  resolveId: (id) => (id === VALIDATE ? `\0${VALIDATE}.d.ts` : undefined),
  load: (id) =>
    id === `\0${VALIDATE}.d.ts` ? 'export type ValidateFunc<T> = (data: unknown) => data is T;' : undefined,
};

/** Writes the declarations of every entry; what several share is in files of its own, so that a class is one type. */
export async function buildTypes(outdir: string): Promise<void> {
  // In the repository, so that the packages that they name are found.
  const folder = resolve(mkdtempSync('.types-'));
  try {
    const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', folder], { stdio: 'inherit' });
    const names = entries().map(({ source }) => source.replace(/\.ts$/, ''));
    const input = Object.fromEntries(
      names.filter((name) => name !== ROOT).map((name) => [name, join(folder, `${name}.d.ts`)]),
    );
    const bundle = await rollup({
      input,
      plugins: [
        withoutValidators,
        dts({ includeExternal: INLINED_TYPES, compilerOptions: { moduleResolution: ts.ModuleResolutionKind.Bundler } }),
      ],
      onwarn: ({ code, message }) => {
        // Types that are shared and have no name of ours are no fault.
        if (code !== 'PLUGIN_WARNING') process.stderr.write(`${message}\n`);
      },
    });
    const { output } = await bundle.generate({
      format: 'es',
      entryFileNames: '[name].d.ts',
      chunkFileNames: ({ name }) => `types/${name.replace(/\.d$/, '')}.d.ts`,
    });
    for (const { fileName, ...chunk } of output) {
      if (!('code' in chunk)) continue;
      mkdirSync(dirname(join(outdir, fileName)), { recursive: true });
      writeFileSync(join(outdir, fileName), fileName === STACKS ? tolerant(chunk.code) : chunk.code);
    }
    copyFileSync(join(folder, `${ROOT}.d.ts`), join(outdir, `${ROOT}.d.ts`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
