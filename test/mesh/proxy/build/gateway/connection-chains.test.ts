import { describe, expect, test } from '@jest/globals';
import type { RouteSource } from '../../../../../mesh/istio/route-source.js';
import {
  type GatewayConnections,
  passthroughChains,
  serverTcpProxy,
} from '../../../../../mesh/proxy/build/gateway/connection-chains.js';
import { istioObject, serviceOf } from '../../../objects.js';
import { connectionRuleOf, scopedMesh, serverOf, sourceOf } from '../../fixtures.js';

const connections = (sources: readonly RouteSource[], mode = 'PASSTHROUGH', hosts = ['*']): GatewayConnections => ({
  server: serverOf({ protocol: 'TLS', tls: { mode }, hosts }),
  sources,
  scope: { labels: {}, namespace: 'shop', gateway: 'shop/door', port: 443 },
  defaultPort: () => 443,
  networkFilters: [],
  services: new Map(),
});

describe('a server for TCP sends connections', () => {
  const rule = connectionRuleOf;
  test.each([
    [
      'by the first rule that can hold',
      [sourceOf({ tcp: [rule('a', { port: 80 }), rule('b', { port: 443 }), rule('c')] })],
      'to b',
    ],
    ['by a rule without matches', [sourceOf({ tcp: [rule('a')] })], 'to a'],
    ['by no rule without a destination', [sourceOf({ tcp: [rule('')] })], undefined],
    ['by no rule for TLS of a VirtualService', [sourceOf({ tls: [rule('a')] })], undefined],
    ['by a TLSRoute, where it ends TLS', [sourceOf({ tls: [rule('a')], isGatewayApi: true })], 'to a'],
  ])('%s', (_, sources, expected) => {
    expect(serverTcpProxy(connections(sources))?.source?.label).toBe(expected);
  });
});

describe('a server that passes TLS on', () => {
  const names = (sources: readonly RouteSource[], taken = new Set<string>()) =>
    passthroughChains(connections(sources), taken).map(({ match, terminal }) => [
      match.serverNames.join(),
      'clusters' in terminal ? terminal.source?.label : '',
    ]);
  const tls = (host: string, ...sniHosts: readonly string[]) => connectionRuleOf(host, { sniHosts });

  test('has a chain for the server names of each match', () => {
    expect(names([sourceOf({ tls: [tls('a', 'a.example', 'b.example'), tls('any', '*')] })])).toEqual([
      ['a.example,b.example', 'to a'],
      ['', 'to any'],
    ]);
  });

  test('leaves out names that are taken', () => {
    const taken = new Set(['c.example']);
    expect(
      names([sourceOf({ tls: [tls('a', 'a.example'), tls('b', 'a.example'), tls('c', 'c.example')] })], taken),
    ).toEqual([['a.example', 'to a']]);
    expect([...taken]).toEqual(['c.example', 'a.example']);
  });

  test('by the names of clusters has one for each service of the mesh', () => {
    const { scopes } = scopedMesh(
      serviceOf('cart') +
        istioObject(
          'ServiceEntry',
          'e',
          '{hosts: [e.example], location: MESH_EXTERNAL, ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
        ),
    );
    const { services } = scopes.ofGateway('shop');
    const chains = (hosts: string[]) =>
      passthroughChains({ ...connections([], 'AUTO_PASSTHROUGH', hosts), services }, new Set());
    expect(chains(['*'])).toMatchObject([
      {
        match: { serverNames: ['outbound_.80_._.cart.shop.svc.cluster.local'] },
        terminal: { clusters: [{ name: 'outbound|80||cart.shop.svc.cluster.local' }] },
      },
    ]);
    expect(chains(['*.other'])).toEqual([]);
  });
});
