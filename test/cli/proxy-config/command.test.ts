import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { commands } from '../../../cli/commands.js';
import { UsageError } from '../../../cli/usage-error.js';

const folder = mkdtempSync(join(tmpdir(), 'proxy-config-'));
const file = join(folder, 'mesh.yaml');
const pod = (name: string, labels = '') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${name}${labels} } }, spec: { serviceAccountName: ${name} } } }`;
writeFileSync(
  file,
  `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
${pod('web')}${pod('cart')}${pod('old', ', sidecar.istio.io/inject: "false"')}
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { clusterIP: 10.96.0.7, selector: { app: cart }, ports: [{ name: http, port: 80 }, { name: tcp-db, port: 3306 }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /a } }], directResponse: { status: 204 } }, { route: [{ destination: { host: cart } }] }] }
---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: patch, namespace: shop }
spec: { workloadSelector: { labels: { app: cart } }, configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE, value: { connect_timeout: 1s } } }] }
`,
);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command in this process, as its main module does. */
async function run(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const command = await commands.find(({ name }) => name === 'proxy-config')?.load();
    await command?.copyInheritedSettings(new Command().exitOverride()).parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode), out };
  } catch (error) {
    return { code: 2, out: error instanceof UsageError ? error.message : '' };
  } finally {
    process.exitCode = before;
    write.mockRestore();
  }
}

describe('proxy-config', () => {
  test('shows listeners in the columns of istioctl', async () => {
    const { code, out } = await run('shop/web', 'listeners', file);
    expect(code).toBe(0);
    expect(out).toMatch(/^ADDRESSES +PORT +MATCH +DESTINATION\n/);
    expect(out).toMatch(/^0\.0\.0\.0 +80 +Trans: raw_buffer; App: http\/1\.1,h2c +Route: 80$/m);
    expect(out).toMatch(/^10\.96\.0\.7 +3306 +ALL +Cluster: outbound\|3306\|\|cart\.shop\.svc\.cluster\.local$/m);
  });

  test('shows routes in order, and what each was made of', async () => {
    const { out } = await run('shop/web', 'routes', file);
    const rows = out.split('\n').filter((line) => line.includes('cart.shop.svc.cluster.local:80'));
    expect(rows.map((row) => row.split(/ {2,}/).slice(-2))).toEqual([
      ['/a*', 'VirtualService shop/cart http[0]'],
      ['/*', 'VirtualService shop/cart http[1]'],
    ]);
  });

  test('shows everything without a kind, and as JSON in the form of Envoy', async () => {
    const { out } = await run('shop/cart', file);
    expect(out.match(/^[A-Z]+$/gm)).toEqual(['LISTENERS', 'ROUTES', 'CLUSTERS', 'ENDPOINTS']);
    const json = JSON.parse((await run('shop/cart', 'clusters', file, '--format', 'json')).out);
    expect(json).toContainEqual(
      expect.objectContaining({ name: 'outbound|80||cart.shop.svc.cluster.local', type: 'EDS' }),
    );
  });

  test('names what is not modelled and is for the proxy', async () => {
    expect((await run('shop/cart', 'clusters', file)).out).toContain('not modelled: EnvoyFilter shop/patch');
    expect((await run('shop/web', 'clusters', file)).out).not.toContain('not modelled');
    expect((await run('shop/cart', 'clusters', file, '--strict')).code).toBe(3);
  });

  test.each([
    ['an unknown workload', ['shop/webb', file], 'did you mean shop/web?'],
    ['a workload outside the mesh', ['shop/old', file], 'it is outside the mesh'],
    ['a kind without files', ['shop/web', 'routes'], 'name the files'],
  ])('refuses %s', async (_, args, message) => {
    const { code, out } = await run(...args);
    expect(code).toBe(2);
    expect(out).toContain(message);
  });
});
