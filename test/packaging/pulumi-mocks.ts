import assert from 'node:assert/strict';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Ended, Project } from './project.js';
import { CLOUD } from './samples.js';

const KUBECONFIG = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'mock',
  contexts: [{ name: 'mock', context: { cluster: 'mock', user: 'mock' } }],
  clusters: [{ name: 'mock', cluster: { server: 'https://mock.invalid' } }],
  users: [{ name: 'mock', user: { token: 'mock' } }],
});

/**
 * Loads a program as the engine of Pulumi does for a preview, with mocks in the place of the providers. Prints the resources, the outputs
 * of the add-ons, and what the code of dynamic providers asks for beside Node itself.
 */
const RUNNER = `const pulumi = require('@pulumi/pulumi');
const kubeconfig = ${JSON.stringify(KUBECONFIG)};
const resources = [];
const providers = [];
async function main(load) {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        resources.push(type + ' ' + name);
        const { __provider: provider } = inputs;
        if (provider !== undefined) providers.push(String(provider.value ?? provider));
        return { id: 'id-of-' + name, state: { ...inputs, kubeconfig, kubeConfig: kubeconfig, arn: 'arn' } };
      },
      call: ({ inputs }) => ({ ...inputs, meshes: [], versions: [{ version: 'v1.25.0' }] }),
    },
    'mesh',
    'dev',
    true,
  );
  pulumi.runtime.setAllConfig(JSON.parse(process.env.CONFIG));
  let outputs;
  await pulumi.runtime.runInPulumiStack(async () => (outputs = await load()));
  await pulumi.runtime.disconnect();
  const required = providers.flatMap((code) => [...code.matchAll(/\\brequire\\("([^"]+)"\\)/g)].map(([, name]) => name));
  const addOns = await new Promise((resolve) => pulumi.output(outputs?.addOns).apply(resolve));
  process.stdout.write(JSON.stringify({ resources, providers: providers.length, required, addOns }) + '\\n');
}
`;

/** The runner for a program of CommonJS, compiled by ts-node with the project's own tsconfig as Pulumi does. */
const COMMON_JS = `${RUNNER}
require('ts-node').register();
main(async () => require('./index.ts')).catch((error) => { console.error(error); process.exit(1); });
`;

/** The runner for an ES module, with tsx. */
const ES_MODULE = `${RUNNER}
main(async () => (await import('./index.ts')).default).catch((error) => { console.error(error); process.exit(1); });
`;

/** The configuration of an environment's file, with an access key. */
export function environmentOf(text: string): Readonly<Record<string, unknown>> {
  const { config } = load(text) as { config: Record<string, unknown> };
  return { 'alicloud:accessKey': 'id', 'alicloud:secretKey': 'secret', ...config };
}

/** Runs `index.ts` of a folder of a project as the engine would for a preview. */
export function previewed(
  project: Project,
  form: 'CommonJS' | 'ES module',
  folder = '.',
  settings: Readonly<Record<string, unknown>> = CLOUD,
): Ended {
  project.write({ [`${folder}/preview.cjs`]: form === 'CommonJS' ? COMMON_JS : ES_MODULE });
  const texts = Object.entries(settings).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const environment = {
    CONFIG: JSON.stringify(Object.fromEntries(texts)),
    // A preview goes on without an answer.
    ALIBABA_CLOUD_ENDPOINT_VPC: '127.0.0.1:1',
  };
  const assignments = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const node = ['node', ...(form === 'CommonJS' ? [] : ['--import', 'tsx']), 'preview.cjs'];
  return project.must('env', '-C', join(project.folder, folder), ...assignments, ...node);
}

/** What a preview has declared. */
export interface Declared {
  /** `type name` of each resource. */
  readonly resources: readonly string[];
  /** How many dynamic providers there are. */
  readonly providers: number;
  /** What their code asks for beside Node itself. */
  readonly required: readonly string[];
  readonly addOns: unknown;
}

/** Reads what the runner prints in its last line. */
export function declaredBy({ stdout }: Ended): Declared {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Declared;
}

/** That the whole environment was declared: cloud, charts, add-ons, destroy guard. */
export function assertDeclared(ended: Ended): void {
  const { resources, providers, required, addOns } = declaredBy(ended);
  const expected = [
    'asm:cluster:AckCluster dev-main',
    'alicloud:servicemesh/serviceMesh:ServiceMesh asm-dev',
    'kubernetes:apps/v1:Deployment main/shop/Deployment/cart-v1',
    'kubernetes:networking.istio.io/v1:VirtualService asm/shop/VirtualService/vs-cart-traffic',
    'pulumi-nodejs:dynamic/stack:DestroyGuard kept',
  ];
  for (const resource of expected)
    assert.ok(resources.includes(resource), `${resource} is not declared:\n${resources.join('\n')}`);
  assert.deepEqual(addOns, {
    watched: {
      cloud: true,
      clusters: ['main=id-of-dev-main'],
      mesh: 'id-of-asm-dev',
      roles: ['platform'],
      owner: 'you@example.com',
    },
    alerts: { channel: '#mesh' },
  });
  assert.ok(providers >= 4, `there are ${providers} dynamic providers`);
  assert.deepEqual(required, [], 'a dynamic provider needs files that a later version of the package may not have');
  assert.match(ended.output, /Traffic: /, 'the preview says nothing about traffic');
}
