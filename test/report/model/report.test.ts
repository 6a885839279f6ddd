import { describe, expect, test } from '@jest/globals';
import { analyze, callers, describeResource, findService, mtls, request } from '../../../mesh/index.js';
import { sharesOf } from '../../../report/model/asked.js';
import { reportOf } from '../../../report/model/report.js';
import type { AnsweredRequest } from '../../../report/model/report-data.js';
import { meshOf, shopYaml } from '../shop.js';

const mesh = meshOf(shopYaml());
const data = reportOf(mesh, { title: 'shop', fixOf: (code) => `fix of ${code}`, lineOf: () => 7 });

describe('every number is the one that the model answers', () => {
  const rows: readonly (readonly [string, readonly AnsweredRequest[]])[] = [
    ['edges', data.edges.flatMap(({ requests }) => requests)],
    ['exposure', data.exposure],
    ['routes', data.routes],
    ['access', data.access],
  ];

  test.each(rows)('%s', (_, answered) => {
    expect(answered.length).toBeGreaterThan(0);
    for (const { query, verdict, policy, mtls: wire, status, shares, unknowns } of answered) {
      const answer = request(mesh, query);
      expect({ verdict, policy, wire, status, shares, unknowns }).toEqual({
        verdict: answer.verdict,
        policy: answer.policy,
        wire: answer.mtls,
        status: answer.status,
        shares: sharesOf(answer),
        unknowns: answer.notModelled.length,
      });
    }
  });

  test('mTLS and findings', () => {
    expect(data.mtls).toEqual(mtls(mesh));
    expect(data.findings.map(({ code, level, message, object }) => [code, level, message, object])).toEqual(
      analyze(mesh).findings.map(({ code, level, message, resource }) => [
        code,
        level,
        message,
        describeResource(resource),
      ]),
    );
    expect(data.findings.every(({ code, line }) => line === 7 && data.fixes[code] === `fix of ${code}`)).toBe(true);
  });

  test('access is what callers say of the same callers', () => {
    const service = findService(mesh, 'shop/ledger');
    const said = service === undefined ? [] : callers(mesh, service);
    for (const { query, verdict, policy } of data.access.filter((row) => row.service === 'shop/ledger')) {
      const from = typeof query.from === 'string' ? query.from : 'outside';
      expect(said.find((row) => row.from === from)).toMatchObject({ verdict, policy });
    }
  });
});

describe('the picture', () => {
  const node = (id: string) => data.nodes.find((one) => one.id === id);
  const edge = (id: string) => data.edges.find((one) => one.id === id);

  test('leads from the Internet through the gateway to what it publishes, over TLS and with a token', () => {
    expect(edge('internet → istio-system/gate')).toMatchObject({ kind: 'internet' });
    const exposed = data.exposure.find(({ url }) => url === 'https://shop.example/');
    expect(exposed).toMatchObject({
      tls: 'SIMPLE',
      token: 'required',
      limits: [],
      reach: 'internet',
      gateway: 'istio-system/gate',
    });
    expect(exposed?.withToken).toMatchObject({ verdict: 'allowed', shares: { 'shop/front-v1': 1 } });
    expect(edge('istio-system/gate → shop/front')).toMatchObject({ state: 'encrypted', share: 1 });
    expect(node('shop/front')?.exposed).toContain('https://shop.example/');
  });

  test('has the canary with its share, and where a header leads', () => {
    expect(node('shop/reviews')?.versions).toEqual([
      { workload: 'shop/reviews-v1', version: 'v1', share: 0.9 },
      { workload: 'shop/reviews-v2', version: 'v2', share: 0.1 },
    ]);
    expect(data.routes.find(({ service, when }) => service === 'shop/reviews' && when === 'x-exp: on')?.shares).toEqual(
      {
        'shop/reviews-v2': 1,
      },
    );
  });

  test('has the calls that policies and containers speak of, and of others who may', () => {
    expect(edge('shop/front → shop/ledger')).toMatchObject({ kind: 'declared', state: 'encrypted', share: 1 });
    expect(edge('shop/front → shop/reviews')).toMatchObject({ kind: 'declared', state: 'encrypted' });
    expect(
      data.access.filter(({ service }) => service === 'shop/ledger').map(({ caller, verdict }) => [caller, verdict]),
    ).toEqual([
      ['same namespace', 'allowed'],
      ['without a proxy', 'denied'],
    ]);
  });
});

test('the same mesh gives the same report, whatever the order of its objects', () => {
  const reversed = shopYaml().split('\n---\n').reverse().join('\n---\n');
  const plain = (text: string): string =>
    JSON.stringify(reportOf(meshOf(text), { title: 'x' }), (key, value) => (key === 'line' ? 0 : value));
  expect(plain(reversed)).toBe(plain(shopYaml()));
});
