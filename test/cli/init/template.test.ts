import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { devEnvironment } from '../../../cli/init/dev-environment.js';
import { repositoryFiles } from '../../../cli/init/template.js';
import { MESH_REGIONS } from '../../../infra/regions.js';
import { parseEnvironment } from '../../../stacks/environment/index.js';
import { shop } from '../../../template/scenarios/shop.js';

const choice = {
  name: 'my-mesh',
  description: 'Mesh: "ours"',
  kind: 'cloud',
  region: 'cn-hangzhou',
  version: '^0.1.0',
} as const;

/** The environment that a file describes; throws its problems. */
function environment(text: string, name: string) {
  const { config } = load(text) as { config: Record<string, unknown> };
  const own = Object.entries(config).flatMap(([key, value]) =>
    key.startsWith('asm-blueprints:') ? [[key.slice('asm-blueprints:'.length), value]] : [],
  );
  return parseEnvironment(name, Object.fromEntries(own), `Pulumi.${name}.yaml`, { scenarios: [shop] });
}

describe('the files of a new repository', () => {
  test('have its name and its description, also where a text needs quotes', () => {
    const files = repositoryFiles(choice);
    expect(JSON.parse(files.get('package.json') ?? '')).toMatchObject({
      name: 'my-mesh',
      description: 'Mesh: "ours"',
      dependencies: { 'asm-blueprints': '^0.1.0', '@pulumi/alicloud': expect.any(String) },
    });
    expect(load(files.get('Pulumi.yaml') ?? '')).toEqual({
      name: 'my-mesh',
      description: 'Mesh: "ours"',
      main: 'index.ts',
      runtime: expect.anything(),
    });
    for (const [path, text] of files) expect(`${path}: ${text}`).not.toMatch(/\$\{(PROJECT|DESCRIPTION)\}/);
    expect([...files.keys()]).toContain('.gitignore');
  });

  test('on this machine only, have no environment in the cloud and no provider for it', () => {
    const files = repositoryFiles({ ...choice, kind: 'local' });
    expect([...files.keys()].filter((path) => /^Pulumi\..+\.yaml$/.test(path))).toEqual(['Pulumi.local.yaml']);
    expect(files.get('package.json')).not.toContain('alicloud');
  });

  test.each(['cloud', 'fleet'] as const)('have a valid environment of kind %s', (kind) => {
    const files = repositoryFiles({ ...choice, kind });
    expect(environment(files.get('Pulumi.dev.yaml') ?? '', 'dev').settings.kind).toBe(kind);
    expect(environment(files.get('Pulumi.local.yaml') ?? '', 'local').settings.kind).toBe('local');
  });

  test.each(MESH_REGIONS)('have a valid environment in %s', (region) => {
    expect(environment(devEnvironment('cloud', region), 'dev').settings).toMatchObject({ region });
  });
});

test('pulumi new, which takes the folder as it is, gets the same environment', () => {
  expect(readFileSync('template/Pulumi.dev.yaml', 'utf8')).toBe(devEnvironment('cloud', 'cn-hangzhou'));
  expect(load(readFileSync('template/Pulumi.yaml', 'utf8'))).toMatchObject({ template: { config: expect.anything() } });
});

test('the packages of the template and of npm create are of this version, and of peers that the package takes', () => {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
  const own = read('package.json');
  const { dependencies } = read('template/package.json');
  expect(read('create-asm-blueprints/package.json')).toMatchObject({
    version: own.version,
    dependencies: { 'asm-blueprints': own.version },
  });
  expect(dependencies['asm-blueprints']).toBe(`^${own.version}`);
  for (const name of Object.keys(dependencies).filter((name) => name in own.peerDependencies)) {
    expect(`${name} ${dependencies[name]}`).toBe(`${name} ${own.peerDependencies[name]}`);
  }
});
