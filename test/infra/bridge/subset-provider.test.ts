import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { apiConnection, subsetRule } from '../../../infra/bridge/subset-lifetime.js';
import { type SubsetInputs, subsetHoldProvider, subsetReleaseProvider } from '../../../infra/bridge/subset-provider.js';

/** An API server that keeps objects by path. */
const objects = new Map<string, { metadata: { name: string; namespace: string; labels?: object }; spec: object }>();
const writes: string[] = [];
let server: Server;
let connection: SubsetInputs['connection'];

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    let text = '';
    request.on('data', (data) => {
      text += String(data);
    });
    request.on('end', () => {
      if (request.method !== 'GET') writes.push(`${request.method} ${path}`);
      if (request.method === 'PATCH') objects.set(path, JSON.parse(text));
      if (request.method === 'DELETE') objects.delete(path);
      const kind = /\/(\w+)$/.exec(path)?.[1];
      const items = [...objects].filter(([key]) => key.includes(`/${kind}/`)).map(([, object]) => object);
      response.end(JSON.stringify({ items }));
    });
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  connection = {
    server: `http://127.0.0.1:${port}`,
    certificateAuthority: '',
    clientCertificate: '',
    clientKey: '',
    token: 't',
  };
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  objects.clear();
  writes.length = 0;
});

const inputs = (...versions: string[]): SubsetInputs => ({
  connection,
  settleSeconds: 0,
  rules: [
    subsetRule({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'reviews', namespace: 'shop' },
      spec: {
        host: 'reviews',
        trafficPolicy: {},
        subsets: versions.map((name) => ({ name, labels: { version: name } })),
      },
    }),
  ],
});
const KEPT = '/apis/networking.istio.io/v1/namespaces/shop/destinationrules/reviews-outgoing';
const route = (subset: string, host = 'reviews') =>
  objects.set('/apis/networking.istio.io/v1/namespaces/shop/virtualservices/reviews', {
    metadata: { name: 'reviews', namespace: 'shop' },
    spec: { http: [{ route: [{ destination: { host, subset } }] }] },
  });
/** Puts the rule on the API server, as an earlier update has left it. */
const deployed = (...versions: string[]) =>
  objects.set('/apis/networking.istio.io/v1/namespaces/shop/destinationrules/reviews', {
    metadata: { name: 'reviews', namespace: 'shop' },
    spec: {
      host: 'reviews',
      exportTo: ['.'],
      trafficPolicy: {},
      subsets: versions.map((name) => ({ name, labels: { version: name } })),
    },
  });
const update = (olds: SubsetInputs, news: SubsetInputs) => subsetHoldProvider.update?.('id', olds, news);
const release = (olds: SubsetInputs) => subsetReleaseProvider.delete?.('id', olds);

describe('subsets that go', () => {
  test('are kept in a second rule of the same host', async () => {
    await update(inputs('v1', 'v2', 'v3'), inputs('v3', 'v4'));
    expect(objects.get(KEPT)).toMatchObject({
      kind: 'DestinationRule',
      metadata: { name: 'reviews-outgoing', namespace: 'shop' },
      spec: {
        host: 'reviews',
        subsets: [
          { name: 'v1', labels: { version: 'v1' } },
          { name: 'v2', labels: { version: 'v2' } },
        ],
      },
    });
  });

  test('are let go when the engine deletes the release that the change replaced', async () => {
    const [olds, news] = [inputs('v1', 'v2'), inputs('v2')];
    expect(await subsetReleaseProvider.diff?.('id', olds, news)).toMatchObject({
      replaces: ['rules'],
      deleteBeforeReplace: false,
    });
    await update(olds, news);
    route('v2');
    await release(olds);
    expect(objects.has(KEPT)).toBe(false);
  });

  test.each(['reviews', 'reviews.shop', 'reviews.shop.svc.cluster.local'])(
    'stay while a route still names them, as %s',
    async (host) => {
      await update(inputs('v1', 'v2'), inputs('v2'));
      route('v1', host);
      await release(inputs('v1', 'v2'));
      expect(objects.has(KEPT)).toBe(true);
      expect(await subsetHoldProvider.diff?.('id', inputs('v2'), inputs('v2'))).toEqual({ changes: true });
      route('v2', host);
      await update(inputs('v2'), inputs('v2'));
      expect(objects.has(KEPT)).toBe(false);
    },
  );

  test('are kept by a hold that knows no earlier state, and let go by the release of the chart’s old name', async () => {
    deployed('v1', 'v2');
    await subsetHoldProvider.create(inputs('v2'));
    expect(objects.get(KEPT)).toMatchObject({
      spec: { host: 'reviews', exportTo: ['.'], subsets: [{ name: 'v1', labels: { version: 'v1' } }] },
    });
    route('v2');
    await release(inputs('v1', 'v2'));
    expect(objects.has(KEPT)).toBe(false);
  });

  test('of a rule that comes from another chart are kept', async () => {
    deployed('v1', 'v2');
    await update({ ...inputs(), rules: [] }, inputs('v2'));
    expect(objects.get(KEPT)).toMatchObject({ spec: { subsets: [{ name: 'v1' }] } });
  });

  test('are none for a new rule', async () => {
    await subsetHoldProvider.create(inputs('v1', 'v2'));
    deployed('v1');
    await subsetHoldProvider.create(inputs('v1', 'v2'));
    expect(writes).toEqual([]);
  });

  test('of a rule that is gone are kept too', async () => {
    await update(inputs('v1'), { ...inputs('v1'), rules: [] });
    expect(objects.has(KEPT)).toBe(true);
  });
});

describe('a change that takes no subset away', () => {
  test('writes nothing and replaces nothing', async () => {
    for (const news of [inputs('v1', 'v2'), inputs('v1', 'v2', 'v3')]) {
      expect(await subsetReleaseProvider.diff?.('id', inputs('v1', 'v2'), news)).toMatchObject({ replaces: [] });
      await update(inputs('v1', 'v2'), news);
    }
    await release(inputs('v1', 'v2'));
    expect(writes).toEqual([]);
  });

  test('is no change at all if nothing differs', async () => {
    expect(await subsetHoldProvider.diff?.('id', inputs('v1'), inputs('v1'))).toEqual({ changes: false });
    expect(await subsetReleaseProvider.diff?.('id', inputs('v1'), inputs('v1'))).toMatchObject({ changes: false });
  });
});

describe('apiConnection', () => {
  const pem = (text: string) => Buffer.from(text).toString('base64');

  test('takes the current context of a kubeconfig', () => {
    const config = {
      'current-context': 'two',
      contexts: [
        { name: 'one', context: { cluster: 'a', user: 'a' } },
        { name: 'two', context: { cluster: 'b', user: 'b' } },
      ],
      clusters: [
        { name: 'a', cluster: { server: 'https://a' } },
        { name: 'b', cluster: { server: 'https://b:6443', 'certificate-authority-data': pem('CA') } },
      ],
      users: [
        { name: 'a', user: { token: 'token' } },
        { name: 'b', user: { 'client-certificate-data': pem('CERT'), 'client-key-data': pem('KEY') } },
      ],
    };
    expect(apiConnection(JSON.stringify(config))).toEqual({
      server: 'https://b:6443',
      certificateAuthority: 'CA',
      clientCertificate: 'CERT',
      clientKey: 'KEY',
      token: '',
    });
    expect(apiConnection(JSON.stringify({ ...config, 'current-context': 'one' }))).toMatchObject({ token: 'token' });
  });

  test('refuses a text without a server', () => {
    expect(() => apiConnection('{}')).toThrow('names no server');
  });
});
