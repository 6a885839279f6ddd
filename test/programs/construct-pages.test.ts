import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readManifests } from '../../mesh/index.js';

const folder = mkdtempSync(resolve('.types-pages-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pages = readdirSync('docs/constructs').filter((name) => name !== 'README.md');

/** The program of a page, and the objects that it says the program makes. */
function contents(page: string): { readonly program: string; readonly objects: readonly string[] } {
  const text = readFileSync(join('docs/constructs', page), 'utf8');
  const [, program = '', objects = ''] = /^```ts\n([\s\S]*?)^```$[\s\S]*?^```text\n([\s\S]*?)^```$/m.exec(text) ?? [];
  return { program, objects: objects.trim().split('\n') };
}

test.each(pages)(
  'the program of %s makes the objects of the page',
  (page) => {
    const { program, objects } = contents(page);
    const file = join(folder, page.replace('.md', '.ts'));
    const output = file.replace('.ts', '.dist');
    mkdirSync(output);
    writeFileSync(file, program);
    execFileSync(process.execPath, ['--import', 'tsx', file], { env: { ...process.env, CDK8S_OUTDIR: output } });
    const made = readdirSync(output).flatMap((name) =>
      readManifests(readFileSync(join(output, name), 'utf8'), name).resources.map(
        ({ manifest: { kind, metadata } }) =>
          `${kind} ${[metadata.namespace, metadata.name].filter(Boolean).join('/')}`,
      ),
    );
    expect(made.sort()).toEqual([...objects].sort());
  },
  60_000,
);

test('there is a page for each of the families, and the list has each', () => {
  const list = readFileSync('docs/constructs/README.md', 'utf8');
  for (const page of pages) expect(list).toContain(`(${page})`);
});
