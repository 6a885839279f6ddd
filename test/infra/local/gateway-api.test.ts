import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readGatewayApi, usersOfGatewayApi } from '../../../infra/local/gateway-api.js';
import type { Resource } from '../../../mesh/index.js';

const definition = (name: string) =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}.gateway.networking.k8s.io\n`;
const policy = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n';
const names = async (source: string, read?: (url: string) => Promise<string>) =>
  (await readGatewayApi(source, read)).map(({ metadata }) => metadata.name.split('.')[0]);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-api-'));
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'routes.yaml'), definition('httproutes'));
  writeFileSync(join(folder, 'all.yaml'), `# a comment\n---\n${definition('gateways')}---\n${policy}`);
  writeFileSync(join(folder, 'README.md'), 'no manifest');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('readGatewayApi', () => {
  test('reads the definitions of a file, of a folder, and of a page', async () => {
    expect(await names(join(folder, 'all.yaml'))).toEqual(['gateways']);
    expect(await names(folder)).toEqual(['gateways', 'httproutes']);
    expect(await names('https://example.com/install.yaml', async () => definition('gateways'))).toEqual(['gateways']);
  });

  test.each([
    ['/no/such/folder', 'cannot be read (no such file or folder)'],
    ['https://example.com/install.yaml', 'cannot be read (status 404)'],
    [join('FOLDER', 'empty'), 'holds no CustomResourceDefinition'],
  ])('says in one line what is wrong with %s', async (source, message) => {
    const refused = readGatewayApi(source.replace('FOLDER', folder), async () => {
      throw new Error('status 404');
    });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow('local.gatewayApi [LOCAL_GATEWAY_API]');
  });
});

test('usersOfGatewayApi: the API servers that get such objects', () => {
  const object = (apiVersion: string, target: string): Resource => ({
    manifest: { apiVersion, kind: 'Gateway', metadata: { name: 'a', namespace: 'b' } },
    target: { name: target, role: 'all' },
    path: 'a',
  });
  const resources = [object('gateway.networking.k8s.io/v1', 'one'), object('networking.istio.io/v1', 'two')];
  expect([...usersOfGatewayApi(resources)]).toEqual(['one']);
});
