import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { commands } from '../../../cli/commands.js';
import * as mesh from '../../../mesh/index.js';
import '../../../mesh/jest/index.js';
import { stageMesh } from '../../charts/stage-mesh.js';
import { examplesOf, runExample } from '../../run-example.js';

/** The mesh that the examples speak of. */
const manifests = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: other, labels: { istio-injection: enabled } }
${['shop/frontend/v1', 'shop/reviews-v1/v1', 'shop/reviews-v2/v2', 'other/client/v1'].map(deploymentOf).join('')}
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - fault: { abort: { percentage: { value: 20 }, httpStatus: 503 } }
      route:
        - { destination: { host: reviews, subset: v1 }, weight: 90 }
        - { destination: { host: reviews, subset: v2 }, weight: 10 }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews-callers, namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { namespaces: [shop] } }] }] }
`;

function deploymentOf(path: string): string {
  const [namespace, name = '', version] = path.split('/');
  const app = name.replace(/-v\d$/, '');
  return `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { app: ${app}, version: ${version} } }, spec: { serviceAccountName: ${app} } } }`;
}

const page = readFileSync('docs/requests.md', 'utf8');
const blocks = examplesOf('docs/requests.md').map((code, index) => ({ index, code }));

/** Runs an example whose files are the mesh. */
const run = (code: string, names = ''): Record<string, unknown> =>
  runExample(code, names, { 'node:fs': { readFileSync: () => manifests } });

const [proxyExample = ''] = examplesOf('docs/proxy-config.md');

test('the example of the page on proxies shows the configuration that there is', () => {
  const { config } = run(proxyExample, 'config') as { config: mesh.ProxyConfig };
  expect(config.listeners.map(({ name }) => name)).toContain('0.0.0.0_9080');
  for (const [kind, fields] of [
    ['listeners', 'name, address, filterChains, defaultFilterChain, trafficDirection'],
    ['routes', 'name, virtualHosts'],
    ['endpoints', 'clusterName, endpoints'],
  ] as const) {
    expect(Object.keys(config[kind][0] ?? {}).sort()).toEqual(fields.split(', ').sort());
  }
  expect(config.clusters.map(({ name }) => name)).toContain('outbound|9080|v1|reviews.shop.svc.cluster.local');
});

describe('the page on requests', () => {
  test('has examples', () => expect(blocks.length).toBeGreaterThanOrEqual(4));

  test.each(blocks)('example $index runs', ({ code }) => {
    run(code);
  });

  test('shows the answer that there is', () => {
    const { answer } = run(blocks[0]?.code ?? '', 'answer') as { answer: ReturnType<typeof mesh.request> };
    expect(answer.status).toEqual({ 200: 0.8, 503: 0.2 });
    expect(blocks[0]?.code).toContain(`answer.status; // { '200': 0.8, '503': 0.2 }`);
    const fields = /answer\.outcomes; \/\/ \[\{ (.*) \}\]/.exec(blocks[0]?.code ?? '')?.[1]?.split(', ');
    expect(Object.keys(answer.outcomes[0] ?? {}).sort()).toEqual([...(fields ?? [])].sort());
  });
});

test('the request of the README gets an answer', () => {
  const [, from = '', to = ''] =
    /^npx asm-blueprints request dist\/dev --from (\S+) --to (\S+)$/m.exec(readFileSync('README.md', 'utf8')) ?? [];
  expect(mesh.request(stageMesh('hello', '90-10'), { from, to }).verdict).toBe('allowed');
});

describe('the commands of the page on requests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'requests-page-'));
  const file = join(folder, 'mesh.yaml');
  writeFileSync(file, manifests);
  const promises = join(folder, 'promises.yaml');
  writeFileSync(promises, 'promises: [{ name: all, requests: {}, expect: { mtls: mutual } }]');
  afterAll(() => rmSync(folder, { recursive: true }));
  const lines = [...page.matchAll(/^\| `asm-blueprints ([^`]+)`/gm)].map(([, line = '']) => line);

  test('are all of those that ask a mesh', () => {
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'request',
      'callers',
      'mtls',
      'diff',
      'verify',
      'map',
      'impact',
    ]);
  });

  test.each(lines)('%s', async (line) => {
    const [name = '', ...words] = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    );
    const args = words.map((word) =>
      /^(?:PATH\.\.\.|OLD|NEW)$/.test(word) ? file : word === 'FILE' ? promises : word,
    );
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const before = process.exitCode;
    try {
      const command = await commands.find((one) => one.name === name)?.load();
      await command?.copyInheritedSettings(new Command().exitOverride()).parseAsync(args, { from: 'user' });
      expect(write).toHaveBeenCalled();
    } finally {
      process.exitCode = before;
      write.mockRestore();
    }
  });
});
