import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** What a user writes first. */
const CHART = `
import { App } from 'cdk8s';
import { MeshChart, MeshNamespace, MeshService } from 'asm-blueprints/constructs';

const app = new App();
const chart = new MeshChart(app, 'shop', { namespace: 'shop' });
new MeshNamespace(chart, 'shop');
const cart = new MeshService(chart, 'cart', {
  ports: { number: 80, targetPort: 8080 },
  versions: { v1: { image: 'example/cart:1' }, v2: { image: 'example/cart:2' } },
});
cart.splitTraffic({ v1: 90, v2: 10 });
app.synth();
`;

/** The TypeScript of a document, block by block. */
function codeOf(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
}

const documents = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

describe('the package, in an empty project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asm-blueprints-package-'));
  const project = join(folder, 'project');

  beforeAll(() => {
    // The package as npm would publish it, with its compiled code; its own dependencies come from this repository.
    execFileSync('npm', ['run', 'build', '--', join(folder, 'lib')], { cwd: root });
    const packed = join(project, 'node_modules/asm-blueprints');
    mkdirSync(packed, { recursive: true });
    symlinkSync(join(folder, 'lib'), join(packed, 'lib'), 'junction');
    cpSync(join(root, 'bin'), join(packed, 'bin'), { recursive: true });
    writeFileSync(join(packed, 'package.json'), readFileSync(join(root, 'package.json')));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('lists only files that it publishes', () => {
    const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
    const rooms = new Set(files.map(({ path }) => path.split('/')[0]));
    for (const room of ['test', 'stacks', 'bench', 'node_modules', 'dist']) expect(rooms).not.toContain(room);
    expect(rooms).toContain('package.json');
    expect(rooms).toContain('README.md');
  }, 60_000);

  test('compiles a ten-line chart and writes its manifests, as an ES module', () => {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'shop', type: 'module' }));
    writeFileSync(join(project, 'main.ts'), CHART);
    const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--skipLibCheck', '--types', 'node'];
    execFileSync(process.execPath, [tsc, ...options, 'main.ts'], { cwd: project });
    execFileSync(process.execPath, ['main.js'], { cwd: project });
    const [file] = readdirSync(join(project, 'dist'));
    const text = readFileSync(join(project, 'dist', String(file)), 'utf8');
    expect(text.match(/^kind: .*$/gm)?.sort()).toEqual([
      'kind: Deployment',
      'kind: Deployment',
      'kind: DestinationRule',
      'kind: Namespace',
      'kind: Service',
      'kind: ServiceAccount',
      'kind: VirtualService',
    ]);
  }, 60_000);

  test('analyzes the manifests that it wrote, as a command of few files', () => {
    const program = join(project, 'node_modules/asm-blueprints/bin/asm-blueprints.js');
    const output = execFileSync(process.execPath, [program, 'analyze', 'dist', '--fail-on', 'error'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(output).toMatch(/ in 7 objects of 1 file\n$/);
    expect(readdirSync(join(folder, 'lib/cli')).length).toBeLessThan(25);
  }, 60_000);

  test('works in a CommonJS project, as `cdk8s init` makes one', () => {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'shop' }));
    writeFileSync(join(project, 'main.ts'), CHART);
    const options = ['--module', 'commonjs', '--moduleResolution', 'node10', '--target', 'es2022', '--strict'];
    execFileSync(process.execPath, [tsc, ...options, '--skipLibCheck', '--types', 'node', 'main.ts'], { cwd: project });
    rmSync(join(project, 'dist'), { recursive: true, force: true });
    execFileSync(process.execPath, ['main.js'], { cwd: project });
    expect(readdirSync(join(project, 'dist'))).toHaveLength(1);
  }, 60_000);

  test('compiles the code of the documents, as a reader would paste it', () => {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'shop', type: 'module' }));
    const blocks = documents.flatMap((document) =>
      codeOf(document).map((code, index) => ({ file: `${document.replace(/[/.]/g, '-')}-${index}.ts`, code })),
    );
    expect(blocks.length).toBeGreaterThan(0);
    for (const { file, code } of blocks) writeFileSync(join(project, file), code);
    const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--skipLibCheck', '--types', 'node'];
    const files = blocks.map(({ file }) => file);
    const result = spawnSync(process.execPath, [tsc, ...options, '--noEmit', ...files], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(result.stdout).toBe('');
  }, 60_000);

  test.each(['asm-blueprints/mesh', 'asm-blueprints/charts', 'asm-blueprints/infra', 'asm-blueprints'])(
    'exports %s',
    (entry) => {
      const program = `import(${JSON.stringify(entry)}).then((module) => console.log(Object.keys(module).length > 0))`;
      const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
        cwd: project,
        encoding: 'utf8',
      });
      expect(output.trim()).toBe('true');
    },
    60_000,
  );
});
