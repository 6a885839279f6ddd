import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { entries } from './entries.js';
import { externalPackages } from './inlined.js';
import { peerCheck, peerUsers } from './peers.js';

/**
 * Modules that are compiled into those that import them. The engine of Pulumi serializes a dynamic provider with the functions that it
 * calls; a function of another module of the package would become a `require` of a file that a later version may not have.
 */
const INLINED_MODULES = ['open-api.ts', 'open-api-rest.ts', 'https-request.ts', 'service-mesh-api.ts'].map(
  (file) => `infra/${file}`,
);

/** What all compiled code has in common. */
export const compilerOptions: BuildOptions = {
  platform: 'node',
  target: 'node20.19',
  bundle: true,
  logLevel: 'warning',
  metafile: true,
};

/** Leaves modules of ours in files of their own. */
const separateModules: Plugin = {
  name: 'separate-modules',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind, importer, resolveDir }) => {
      if (kind === 'entry-point' || importer.includes('node_modules')) return undefined;
      const source = sourceOf(resolve(resolveDir, path));
      return INLINED_MODULES.includes(source) ? undefined : { path: compiledPath(resolveDir, source), external: true };
    });
  },
};

/** A source file by the path that an import names, relative to the root of the repository. */
function sourceOf(path: string): string {
  const file = path.replace(/\.js$/, '.ts');
  return relative('.', existsSync(file) ? file : path).replaceAll('\\', '/');
}

/** How the compiled form of a module in a folder requires that of another. */
function compiledPath(folder: string, source: string): string {
  const path = relative(folder, source).replaceAll('\\', '/').replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/**
 * Compiles every module that an entry reaches to a CommonJS module of the same path.
 *
 * CommonJS loads everywhere: `import` and `require` of Node, jest with and without ES modules, ts-node. However it is loaded, a process has
 * one copy of each class. cdk8s and Pulumi are CommonJS themselves.
 *
 * @returns the files that the compiled modules hold
 */
export async function buildModules(outdir: string): Promise<string[]> {
  const all = entries();
  const entryPoints = all.map(({ source }) => source);
  const graph = await build({ ...compilerOptions, entryPoints, packages: 'external', write: false, outdir });
  const { metafile = { inputs: {}, outputs: {} } } = graph;
  const sources = Object.keys(metafile.inputs).filter((path) => !INLINED_MODULES.includes(path));
  // lib/cli holds the command line, which is ES modules; what others need of it belongs below it.
  const strays = sources.filter((source) => source.startsWith('cli/'));
  if (strays.length > 0) throw new Error(`the library imports ${strays.join(', ')} of the command line`);
  const inputs: string[] = [];
  for (const lazy of [false, true]) {
    const built = await build({
      ...compilerOptions,
      entryPoints: sources.filter((source) => isLazy(source) === lazy),
      outbase: '.',
      outdir,
      format: 'cjs',
      plugins: [separateModules, externalPackages],
      // Jest without ES modules has no import(); in a dynamic provider, a require of Node's modules could not be serialized.
      ...(lazy ? { supported: { 'dynamic-import': false } } : {}),
    });
    inputs.push(...Object.keys(built.metafile?.inputs ?? {}));
  }
  for (const user of peerUsers(all, metafile)) {
    const file = join(outdir, user.source.replace(/\.ts$/, '.js'));
    writeFileSync(file, `"use strict";\n${peerCheck(user)}${readFileSync(file, 'utf8')}`);
  }
  return inputs;
}

/** Whether a module loads others of ours only when it needs them. */
function isLazy(source: string): boolean {
  return /\bimport\('\.\.?\//.test(readFileSync(source, 'utf8'));
}

/** Compiles the command line to a few ES modules, which start faster than many. @returns the files that they hold */
export async function buildCommand(outdir: string): Promise<string[]> {
  const built = await build({
    ...compilerOptions,
    entryPoints: ['cli/main.ts'],
    outdir,
    format: 'esm',
    splitting: true,
    plugins: [externalPackages],
  });
  return Object.keys(built.metafile?.inputs ?? {});
}
