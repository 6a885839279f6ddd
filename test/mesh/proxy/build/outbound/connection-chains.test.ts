import { describe, expect, test } from '@jest/globals';
import type { RouteSource } from '../../../../../mesh/istio/route-source.js';
import { connectionChains, connectionSources } from '../../../../../mesh/proxy/build/outbound/connection-chains.js';
import { serviceOf } from '../../../objects.js';
import { connectionRuleOf, scopedMesh, sourceOf } from '../../fixtures.js';

const host = 'db.shop.svc.cluster.local';
const scope = { labels: {}, namespace: 'shop', gateway: 'mesh', port: 5432 };
const chains = (
  protocol: string,
  sources: readonly RouteSource[],
  parts: { blocks?: readonly string[]; isShared?: boolean } = {},
) => {
  const [service] = scopedMesh(serviceOf('db', 'shop', `{ports: [{name: ${protocol}, port: 5432}]}`)).mesh.services;
  const [port] = service?.ports ?? [];
  if (service === undefined || port === undefined) {
    throw new Error('there is no port');
  }
  const found = connectionChains(
    { service, port, blocks: [], isShared: false, ...parts },
    connectionSources(sources),
    scope,
    () => 5432,
  );
  return found.map(
    ({ match, terminal }) =>
      `${[...match.serverNames, ...match.prefixRanges].join() || '*'} ${'clusters' in terminal ? (terminal.source?.label ?? terminal.clusters[0]?.name) : ''}`,
  );
};
const own = `outbound|5432||${host}`;
const source = (parts: Partial<RouteSource>) => sourceOf({ hosts: [host], ...parts });
const rule = connectionRuleOf;

describe('connections of TCP go', () => {
  test.each([
    ['to the service', [], [`* ${own}`]],
    ['by a rule without matches', [source({ tcp: [rule('a'), rule('b')] })], ['* to a']],
    [
      'by a rule for other addresses, else to the service',
      [source({ tcp: [rule('a', { destinationSubnets: ['10.0.0.0/8'] })] })],
      ['10.0.0.0/8 to a', `* ${own}`],
    ],
    ['by no rule of another port', [source({ tcp: [rule('a', { port: 1 })] })], [`* ${own}`]],
    ['by no rule of another host', [sourceOf({ hosts: ['x'], tcp: [rule('a')] })], [`* ${own}`]],
    ['by no rule without a destination', [source({ tcp: [rule('')] })], [`* ${own}`]],
  ])('%s', (_, sources, expected) => {
    expect(chains('tcp', sources)).toEqual(expected);
  });

  test('to blocks of addresses', () => {
    expect(chains('tcp', [], { blocks: ['10.0.0.0/8'] })).toEqual([`10.0.0.0/8 ${own}`]);
    expect(chains('tcp', [source({ tcp: [rule('a')] })], { blocks: ['10.0.0.0/8'] })).toEqual(['10.0.0.0/8 to a']);
  });
});

describe('connections of TLS go', () => {
  const sni = (to: string, ...sniHosts: readonly string[]) => rule(to, { sniHosts });
  test.each([
    ['to the service', [], {}, [`* ${own}`]],
    ['to the service by its name, where others share the listener', [], { isShared: true }, [`${host} ${own}`]],
    [
      'by server names',
      [source({ tls: [sni('a', 'a.example'), sni('b', 'b.example')] })],
      {},
      ['a.example to a', 'b.example to b'],
    ],
    [
      'by the first rule for a server name',
      [source({ tls: [sni('a', 'a.example'), sni('b', 'a.example')] })],
      {},
      ['a.example to a'],
    ],
    ['by a rule for every server name', [source({ tls: [sni('a', '*')] })], {}, ['* to a']],
    ['by no rule for TCP', [source({ tcp: [rule('a')] })], {}, [`* ${own}`]],
  ])('%s', (_, sources, parts, expected) => {
    expect(chains('tls', sources, parts)).toEqual(expected);
  });
});

test('sources with rules for connections', () => {
  expect(connectionSources([sourceOf(), sourceOf({ name: 'tcp', tcp: [rule('a')] })]).map(({ name }) => name)).toEqual([
    'tcp',
  ]);
});
