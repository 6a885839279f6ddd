import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHART, MESH } from '../packaging/samples.js';

const root = resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const entries = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string' ? [] : [{ path, ...target }],
);

// The compiled code alone; test:packaging packs, installs and uses the package in the projects that people have.
describe('the package, in an empty project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asm-blueprints-package-'));
  const project = join(folder, 'project');
  const packed = join(project, 'node_modules/asm-blueprints');
  const node = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8' });

  beforeAll(() => {
    mkdirSync(packed, { recursive: true });
    execFileSync('npm', ['run', 'build', '--', '--no-types', join(packed, 'lib')], { cwd: root });
    cpSync(join(root, 'bin'), join(packed, 'bin'), { recursive: true });
    writeFileSync(join(packed, 'package.json'), JSON.stringify(manifest));
    // Its own dependencies come from this repository.
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'shop' }));
    writeFileSync(join(project, 'mesh.yaml'), MESH);
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('lists only files that it publishes', () => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const [{ files }] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' })) as [
      { files: { path: string }[] },
    ];
    const rooms = new Set(files.map(({ path }) => path.split('/')[0]));
    for (const room of ['test', 'stacks', 'bench', 'node_modules', 'dist']) expect(rooms).not.toContain(room);
    for (const path of ['schemas/environment.schema.json', 'schemas/findings.schema.json']) {
      expect(files.map((file) => file.path)).toContain(path);
    }
    expect(rooms).toContain('package.json');
    expect(rooms).toContain('README.md');
  }, 60_000);

  test('says where the declarations of every entry are, also to compilers that do not read exports', () => {
    const legacy = Object.entries(manifest.typesVersions['*']).map(([path, [types]]) => [`./${path}`, `./${types}`]);
    const modern = entries.filter(({ path }) => path !== '.').map(({ path, types }) => [path, types]);
    expect(legacy.sort()).toEqual(modern.sort());
  });

  // The rest of jest's own is asked for by the entry for jest.
  test.each(entries.map(({ path }) => `asm-blueprints${path.slice(1)}`).filter((name) => !name.endsWith('/jest')))(
    'gives the same names to import and to require: %s',
    (entry) => {
      const program = `const names = (module) => Object.keys(module).filter((name) => !['default', 'module.exports'].includes(name)).sort();
        const required = names(require('${entry}'));
        import('${entry}').then((module) => console.log(required.length > 0 && required.join() === names(module).join()));`;
      expect(node('--eval', program)).toBe('true\n');
    },
    60_000,
  );

  test('has one copy of each class, however it is loaded', () => {
    const program = `const { MeshChart } = require('asm-blueprints/constructs');
      import('asm-blueprints/constructs').then((module) => console.log(module.MeshChart === MeshChart));`;
    expect(node('--eval', program)).toBe('true\n');
  }, 60_000);

  test('runs a ten-line chart, as an ES module and as CommonJS', () => {
    const commonJs = CHART.replaceAll(/^import (.*) from (.*);$/gm, 'const $1 = require($2);');
    const outputs = Object.entries({ 'chart.mjs': CHART, 'chart.cjs': commonJs }).map(([file, text]) => {
      writeFileSync(join(project, file), text);
      rmSync(join(project, 'dist'), { recursive: true, force: true });
      node(file);
      return readFileSync(join(project, 'dist', String(readdirSync(join(project, 'dist'))[0])), 'utf8');
    });
    expect(outputs[0]?.match(/^kind: .*$/gm)?.sort()).toEqual([
      'kind: Deployment',
      'kind: Deployment',
      'kind: DestinationRule',
      'kind: Namespace',
      'kind: Service',
      'kind: ServiceAccount',
      'kind: VirtualService',
    ]);
    expect(outputs[1]).toBe(outputs[0]);
  }, 60_000);

  test('analyzes manifests as a command of few files', () => {
    const output = node(join(packed, 'bin/asm-blueprints.js'), 'analyze', 'mesh.yaml', '--fail-on', 'error');
    expect(output).toMatch(/ in 4 objects of 1 file\n$/);
    expect(node(join(packed, 'bin/asm-blueprints.js'), '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(readdirSync(join(packed, 'lib/cli')).length).toBeLessThan(80);
  }, 60_000);

  test('validates what cdk8s synthesizes, as a plugin, and fails the synth for an error', () => {
    const plugin = { package: './node_modules/asm-blueprints', version: '0.1.0', class: 'MeshValidation' };
    const synth = (host: string, properties: object = {}) => {
      const rule = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'cart' } };
      const spec = { hosts: ['cart'], http: [{ route: [{ destination: { host } }] }] };
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'cart' },
        spec: { ports: [{ port: 80 }] },
      };
      const objects = [service, { ...rule, spec }];
      const program = `const { App, Chart, ApiObject } = require('cdk8s');
        const app = new App();
        const chart = new Chart(app, 'shop');
        ${JSON.stringify(objects)}.forEach((props, index) => new ApiObject(chart, String(index), props));
        app.synth();`;
      writeFileSync(join(project, 'app.cjs'), program);
      const validations = [{ ...plugin, properties }];
      writeFileSync(
        join(project, 'cdk8s.yaml'),
        JSON.stringify({ language: 'typescript', app: 'node app.cjs', output: 'synthesized', validations }),
      );
      const command = [join(root, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--no-check-upgrade'];
      return spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8' });
    };
    const failed = synth('cartt');
    expect(failed.stdout).toContain('IST0101 ReferencedResourceNotFound');
    expect(failed.stdout).toContain('shop/1');
    expect(failed.status).toBe(2);
    const passed = synth('cart');
    expect(passed.stdout + passed.stderr).toContain('Validations ended succesfully');
    expect(passed.status).toBe(0);
    expect(synth('cartt', { levels: { IST0101: 'off' } }).status).toBe(0);
  }, 60_000);

  test('is a plugin of kubectl, by its name', () => {
    expect(manifest.bin['kubectl-asm_blueprints']).toBe(manifest.bin['asm-blueprints']);
  });
});
