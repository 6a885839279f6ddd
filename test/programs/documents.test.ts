import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

/** Sources by what a reader imports. */
function sources(): Record<string, string[]> {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  return Object.fromEntries(
    Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'string'
        ? []
        : [[`asm-blueprints${path.slice(1)}`, [resolve(target.default.replace(/^\.\/lib/, '.').replace(/js$/, 'ts'))]]],
    ),
  );
}

const documents = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

/** The TypeScript of a document by file: the name after `ts` in the fence, or a number. */
function codeOf(document: string): [file: string, code: string][] {
  const folder = document.replace(/\W/g, '-');
  return [...readFileSync(document, 'utf8').matchAll(/^```ts(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, name, code], index) => [`${folder}/${name ?? `${index}.ts`}`, code ?? ''],
  );
}

test('the code of the documents compiles as a reader would paste it', () => {
  // In the repository, so that the packages are found.
  const folder = mkdtempSync('.types-docs-');
  try {
    const blocks = documents.flatMap(codeOf);
    expect(blocks.length).toBeGreaterThan(10);
    for (const [file, code] of blocks) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), code);
    }
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2023'],
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
      paths: sources(),
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }));
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 300_000);
