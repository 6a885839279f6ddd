import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Project, packed, withRegistry } from './project.js';
import { assertDeclared, declaredBy, environmentOf, previewed } from './pulumi-mocks.js';
import { ALERTS, ASSERTIONS, CHART, LOCAL, MESH, SHOP } from './samples.js';
import { walk } from './walk.js';

/** Runs something in a new project, which is removed afterwards. */
function inProject(run: (project: Project) => void, node?: string): void {
  const project = new Project(node);
  try {
    run(project);
  } finally {
    project.remove();
  }
}

const PULUMI = ['@pulumi/pulumi@3', '@pulumi/kubernetes@4', '@pulumi/alicloud@3', 'cdk8s@2', 'constructs@10'];
const TYPESCRIPT = ['typescript@5', '@types/node@20'];

/** A project as \`cdk8s init typescript-app\` makes it: CommonJS, ts-jest, types of libraries checked. */
function cdk8sInit(): void {
  inProject((project) => {
    const cdk8s = resolve('node_modules/cdk8s-cli/bin/cdk8s');
    const { output } = project.run(process.execPath, cdk8s, 'init', 'typescript-app');
    // Its last step fetches the schema of Kubernetes, which no constructs of ours need.
    assert.ok(project.has('node_modules/ts-jest'), `cdk8s init failed:\n${output}`);
    // The test of the chart that the template has.
    project.delete('main.test.ts', '__snapshots__');
    project.install();
    project.write({
      'main.ts': `${CHART}\nexport const unused = 1;\n`,
      'mesh.test.ts': `import { readFileSync } from 'node:fs';\nimport { buildMesh, readManifests } from 'asm-blueprints/mesh';\nimport 'asm-blueprints/jest';\n\n${ASSERTIONS}`,
      'mesh.yaml': MESH,
      'cdk8s.yaml': 'language: typescript\napp: npx ts-node main.ts\n',
    });
    project.must('npm', 'run', 'compile');
    project.must('npm', 'test');
    project.must('npm', 'run', 'synth');
    assert.match(project.read('dist/shop.k8s.yaml'), /kind: VirtualService/);

    project.write({
      'shop.ts': SHOP,
      'main.ts':
        "import { synthEnvironments } from 'asm-blueprints/stacks';\nimport { shop } from './shop';\n\nsynthEnvironments({ scenarios: [shop] });\n",
      'Pulumi.local.yaml': LOCAL,
    });
    project.must('npm', 'run', 'compile');
    project.must('npm', 'run', 'synth');
    assert.match(project.read('dist/local/local/shop.yaml'), /subset: v2/);
    assert.deepEqual(
      project.list('dist/stages/shop').filter((path) => path.endsWith('.yaml')),
      ['new/cluster.yaml', 'old/cluster.yaml'],
    );

    project.write({ 'Pulumi.local.yaml': LOCAL.replace('new', 'newest') });
    const failed = project.run('npm', 'run', 'synth');
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /Pulumi\.local\.yaml:\d+: asm-blueprints:scenarios\.shop\.stage: .*\[ENV_INVALID\]/);
  });
}

const TEMPLATE_OPTIONS = {
  strict: true,
  outDir: 'bin',
  target: 'es2020',
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

const PROGRAM = `import { runEnvironment } from 'asm-blueprints/stacks';
import { alerts, watched } from './alerts';
import { shop } from './shop';

export = runEnvironment({ scenarios: [shop], addOns: [watched, alerts] });
`;

const POLICY = `import { policyPack, rule, rules, types } from 'asm-blueprints/policy';

export const smallPools = rule({
  name: 'small-pools',
  description: 'A node pool has at most 50 nodes.',
  types: [types.nodePool],
  check: ({ props }) => (Number(props['desiredSize'] ?? 0) > 50 ? 'It has more than 50 nodes.' : undefined),
});

export const pack = (): unknown => policyPack('shop', [...rules, smallPools]);
`;

/** A project as \`pulumi new typescript\` makes it: CommonJS compiled by ts-node, types of libraries checked. */
function pulumiNew(): void {
  for (const module of ['commonjs', 'nodenext']) {
    inProject((project) => {
      const moduleResolution = module === 'commonjs' ? 'node' : 'nodenext';
      project.write({
        'package.json': { name: 'mesh', main: 'index.ts' },
        'tsconfig.json': {
          compilerOptions: { ...TEMPLATE_OPTIONS, module, moduleResolution },
          files: ['index.ts', 'policy.ts'],
        },
        'index.ts': PROGRAM,
        'shop.ts': SHOP,
        'alerts.ts': ALERTS,
        'policy.ts': POLICY,
      });
      project.install([...PULUMI, ...TYPESCRIPT, '@pulumi/policy@1', 'ts-node@10']);
      project.must('npx', 'tsc', '--noEmit');
      assertDeclared(previewed(project, 'CommonJS'));
      const check = `require('ts-node').register({ transpileOnly: true });
        const { smallPools } = require('./policy.ts');
        const urn = 'urn:pulumi:dev::mesh::alicloud:cs/nodePool:NodePool::workers';
        const found = [];
        for (const desiredSize of [50, 51]) {
          const args = { type: 'alicloud:cs/nodePool:NodePool', urn, props: { desiredSize }, getConfig: () => ({}) };
          smallPools.validateResource(args, (message) => found.push(desiredSize + ' ' + message));
        }
        console.log(found.join());`;
      assert.equal(project.must('node', '-e', check).stdout.trim(), '51 It has more than 50 nodes.');
    });
  }
}

/** ES modules that tsx compiles: the program, and the synth by itself. */
function esModules(): void {
  inProject((project) => {
    project.write({
      'package.json': { name: 'mesh', type: 'module' },
      'tsconfig.json': { compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, types: ['node'] } },
      'index.ts': PROGRAM.replace('export =', 'export default').replaceAll(/'(\.\/\w+)'/g, "'$1.js'"),
      'synth.ts':
        "import { synthEnvironments } from 'asm-blueprints/stacks';\nimport { shop } from './shop.js';\n\nsynthEnvironments({ scenarios: [shop] });\n",
      'shop.ts': SHOP,
      'alerts.ts': ALERTS,
      'Pulumi.local.yaml': LOCAL,
    });
    project.install([...PULUMI, ...TYPESCRIPT, 'tsx@4']);
    project.must('npx', 'tsc', '--noEmit');
    assertDeclared(previewed(project, 'ES module'));
    const { output } = project.must('node', '--import', 'tsx', 'synth.ts');
    assert.equal(output, 'dist/: 3 files, 1 environment\n');
    // However it is loaded, a class is one class.
    const same = `import { createRequire } from 'node:module';
      import { MeshChart } from 'asm-blueprints/constructs';
      console.log(createRequire(process.cwd() + '/')('asm-blueprints/constructs').MeshChart === MeshChart);`;
    assert.equal(project.must('node', '--input-type=module', '-e', same).stdout, 'true\n');
  });
}

/** Jest 29 and 30, without and with ES modules; the matchers, and constructs. */
function jest(): void {
  for (const version of ['29', '30']) {
    inProject((project) => {
      const required = `const { readFileSync } = require('node:fs');\nconst { buildMesh, readManifests } = require('asm-blueprints/mesh');\nconst { MeshChart } = require('asm-blueprints/constructs');\nrequire('asm-blueprints/jest');\n`;
      const chart = "test('constructs load', () => expect(typeof MeshChart).toBe('function'));\n";
      project.write({
        'package.json': { name: 'mesh' },
        'mesh.yaml': MESH,
        'mesh.test.js': `${required}${ASSERTIONS}${chart}`,
      });
      project.install([`jest@${version}`, 'cdk8s@2', 'constructs@10']);
      project.must('npx', 'jest');
      const imported = required
        .replaceAll(/const (.*) = require\((.*)\);/g, 'import $1 from $2;')
        .replace(/^require\((.*)\);$/m, 'import $1;');
      project.write({
        'package.json': { ...JSON.parse(project.read('package.json')), type: 'module' },
        'mesh.test.js': `import { expect, test } from '@jest/globals';\n${imported}${ASSERTIONS}${chart}`,
      });
      project.must('node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js');
    });
  }
}

/** Vitest, with the matchers that every runner takes. */
function vitest(): void {
  inProject((project) => {
    project.write({
      'package.json': { name: 'mesh', type: 'module' },
      'tsconfig.json': {
        compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, types: ['node'], skipLibCheck: true },
      },
      'mesh.yaml': MESH,
      'setup.ts': `import { matchers, type RequestMatchers } from 'asm-blueprints/matchers';
import { expect } from 'vitest';

expect.extend(matchers);

declare module 'vitest' {
  interface Assertion<T> extends RequestMatchers<T> {}
}
`,
      'vitest.config.ts':
        "import { defineConfig } from 'vitest/config';\n\nexport default defineConfig({ test: { setupFiles: ['./setup.ts'] } });\n",
      'mesh.test.ts': `import { readFileSync } from 'node:fs';\nimport { buildMesh, readManifests } from 'asm-blueprints/mesh';\nimport { expect, test } from 'vitest';\nimport './setup.js';\n\n${ASSERTIONS}`,
    });
    project.install(['vitest@3', ...TYPESCRIPT]);
    project.must('npx', 'vitest', 'run');
    project.must('npx', 'tsc', '--noEmit');
  });
}

/** `npm create` from a registry that has the packed package, and what the new repository is for: test, synth, a change, diff. */
async function create(): Promise<void> {
  await withRegistry([packed(), packed('create-asm-blueprints')], (registry) =>
    inProject((project) => {
      const at = (folder: string, command: string, ...args: string[]) =>
        project.must('env', '-C', join(project.folder, folder), `npm_config_registry=${registry}`, command, ...args);
      const created = at('.', 'npm', 'create', '--yes', 'asm-blueprints@latest', 'my-mesh', '--', '--kind', 'local');
      assert.match(created.output, /Next:\n {2}cd my-mesh\n {2}npm test\n {2}npm run synth\n/);
      assert.match(project.read('my-mesh/package.json'), /"asm-blueprints": "\^\d/);
      at('my-mesh', 'npm', 'run', 'typecheck');
      at('my-mesh', 'npm', 'test');
      assert.match(at('my-mesh', 'npm', 'run', 'synth').output, /^dist\/: 3 files, 1 environment$/m);
      at('my-mesh', 'cp', '-r', 'dist', 'before');
      const shop = project.read('my-mesh/scenarios/shop.ts');
      project.write({ 'my-mesh/scenarios/shop.ts': shop.replace("['GET', 'POST']", "['GET']") });
      assert.notEqual(
        project.run('env', '-C', join(project.folder, 'my-mesh'), 'npm', 'test').code,
        0,
        'the outage is not caught',
      );
      at('my-mesh', 'npm', 'run', 'synth');
      assert.match(
        at('my-mesh', 'npx', 'asm-blueprints', 'diff', 'before/local', 'dist/local').stdout,
        /POST .*denied/s,
      );

      // One in the cloud, whose program a preview runs.
      at(
        '.',
        'npm',
        'create',
        '--yes',
        'asm-blueprints@latest',
        'cloud-mesh',
        '--',
        '--kind',
        'cloud',
        '--region',
        'ap-southeast-1',
      );
      at('cloud-mesh', 'npm', 'run', 'typecheck');
      assert.match(at('cloud-mesh', 'npm', 'run', 'synth').output, /^dist\/: \d+ files, 2 environments$/m);
      const { resources } = declaredBy(
        previewed(project, 'ES module', 'cloud-mesh', environmentOf(project.read('cloud-mesh/Pulumi.dev.yaml'))),
      );
      assert.ok(resources.includes('kubernetes:apps/v1:Deployment main/shop/Deployment/cart-v1'));

      const again = project.run('npx', '--prefix', 'my-mesh', 'asm-blueprints', 'init', 'my-mesh');
      assert.match(again.output, /asm-blueprints: my-mesh is not empty \(/);
      assert.equal(again.code, 2);
    }),
  );
}

/** The repository that `pulumi new` makes of the template: the engine fills in the placeholders, and installs. */
function pulumiTemplate(): void {
  inProject((project) => {
    const folder = resolve('template');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) {
      const path = relative(folder, join(parentPath, name));
      const text = readFileSync(join(folder, path), 'utf8');
      project.write({
        [path]: text.replaceAll(/\$\{PROJECT\}/g, 'my-mesh').replaceAll(/\$\{DESCRIPTION\}/g, 'A mesh'),
      });
    }
    project.install();
    project.must('npm', 'run', 'typecheck');
    project.must('npm', 'test');
    assert.match(project.must('npm', 'run', 'synth').output, /^dist\/: \d+ files, 2 environments$/m);
    const schemas = project.read('schemas/environment.schema.json');
    project.must('npm', 'run', 'schemas');
    assert.equal(project.read('schemas/environment.schema.json'), schemas);
    const environment = environmentOf(project.read('Pulumi.dev.yaml'));
    const { resources } = declaredBy(previewed(project, 'ES module', '.', environment));
    assert.ok(resources.includes('kubernetes:apps/v1:Deployment main/shop/Deployment/cart-v1'));
  });
}

/** Everything that the page about getting started says, in the ten minutes that it promises. */
async function gettingStarted(): Promise<void> {
  await withRegistry([packed(), packed('create-asm-blueprints')], (registry) =>
    inProject((project) => {
      const started = Date.now();
      walk('docs/getting-started.md', project, [`npm_config_registry=${registry}`]);
      const minutes = (Date.now() - started) / 60_000;
      assert.ok(minutes < 10, `it took ${minutes.toFixed(1)} minutes`);
    }),
  );
}

const NODES = ['20.19.0', '22', '24'];

/** Every entry with \`import\` and \`require\`, a synth and the command, on each supported Node, whose version every package must accept. */
function nodeVersions(): void {
  const tools = new Project();
  try {
    for (const version of NODES) {
      const name = `node-${process.platform}-${process.arch}`;
      const folder = `node-${version}`;
      const args = [
        'install',
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        '--prefix',
        folder,
        `${name}@${version}`,
      ];
      tools.must('npm', ...args);
      inProject(
        (project) => {
          assert.match(project.must('node', '--version').stdout, new RegExp(`^v${version}`));
          project.write({ 'package.json': { name: 'mesh' }, 'Pulumi.local.yaml': LOCAL, 'mesh.yaml': MESH });
          project.install([...PULUMI, '@pulumi/policy@1', '@jest/globals@30'], '--engine-strict');
          const entries = Object.keys(
            (JSON.parse(project.read('node_modules/asm-blueprints/package.json')) as { exports: object }).exports,
          )
            .filter((path) => !/package\.json|\*|jest$/.test(path))
            .map((path) => `asm-blueprints${path.slice(1)}`);
          const load = `const entries = ${JSON.stringify(entries)};
            (async () => {
              for (const entry of entries) {
                const required = Object.keys(require(entry)).filter((key) => key !== 'default' && key !== '__esModule').sort();
                const imported = Object.keys(await import(entry)).filter((key) => key !== 'default' && key !== 'module.exports').sort();
                if (required.length === 0 || required.join() !== imported.join()) throw new Error(entry + ': ' + required + ' / ' + imported);
              }
            })();`;
          assert.equal(project.must('node', '-e', load).output, '');
          project.write({
            'synth.js': `const { synthEnvironments } = require('asm-blueprints/stacks');\nsynthEnvironments({ scenarios: Object.values(require('asm-blueprints/charts').scenarios) });\n`,
            'Pulumi.local.yaml': LOCAL.replace('shop: { stage: new }', 'hello: {}'),
          });
          assert.match(project.must('node', 'synth.js').output, /^dist\/: \d+ files, 1 environment\n$/);
          project.must('npx', 'asm-blueprints', 'analyze', 'mesh.yaml', '--fail-on', 'error');
        },
        join(tools.folder, folder, 'node_modules', name, 'bin'),
      );
    }
  } finally {
    tools.remove();
  }
}

/** Entries without the peers that they need say which, and how to install them; what needs none works. */
function peers(): void {
  inProject((project) => {
    project.write({ 'package.json': { name: 'mesh' }, 'mesh.yaml': MESH }).install();
    assert.ok(
      !project.has('node_modules/cdk8s') && !project.has('node_modules/@pulumi'),
      'peers are installed unasked',
    );
    project.must('node', '-e', "require('asm-blueprints/mesh'); require('asm-blueprints/matchers')");
    project.must('npx', 'asm-blueprints', 'analyze', 'mesh.yaml', '--fail-on', 'error');
    const lacking: Readonly<Record<string, RegExp>> = {
      constructs:
        /asm-blueprints\/constructs needs cdk8s, constructs; run: npm install "cdk8s@[^"]+" "constructs@[^"]+"/,
      infra:
        /asm-blueprints\/infra needs @pulumi\/alicloud, @pulumi\/kubernetes, @pulumi\/pulumi, cdk8s, constructs; run: npm install/,
      jest: /asm-blueprints\/jest needs @jest\/globals; run: npm install "@jest\/globals@/,
      policy: /asm-blueprints\/policy needs @pulumi\/policy; run: npm install/,
    };
    for (const [entry, message] of Object.entries(lacking)) {
      assert.match(project.run('node', '-e', `require('asm-blueprints/${entry}')`).output, message);
      assert.match(
        project.run('node', '--input-type=module', '-e', `import 'asm-blueprints/${entry}'`).output,
        message,
      );
    }
    // A repository that only synthesizes has no Pulumi.
    project.install(['cdk8s@2', 'constructs@10']);
    const program =
      "require('asm-blueprints/stacks').runEnvironment({ scenarios: [] }).catch((error) => console.log(error.message))";
    assert.match(
      project.must('node', '-e', program).stdout,
      /^asm-blueprints\/stacks needs @pulumi\/pulumi; run: npm install/,
    );
  });
}

/** Every test of the package, by name. */
export const cases: Readonly<Record<string, () => void | Promise<void>>> = {
  'cdk8s-init': cdk8sInit,
  'pulumi-new': pulumiNew,
  'pulumi-template': pulumiTemplate,
  'es-modules': esModules,
  jest,
  vitest,
  create,
  'getting-started': gettingStarted,
  'node-versions': nodeVersions,
  peers,
};
