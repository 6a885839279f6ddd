import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../mesh/envoy/connection.js';
import { enterSidecar } from '../../../mesh/envoy/inbound.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf } from './fixtures.js';
import { brief, simulationOf, workloadIn } from './simulated-mesh.js';

const base = namespaceOf('shop') + workloadOf('web') + serviceOf('web');
const peers = (mode: string) => istioObject('PeerAuthentication', 'default', `{mtls: {mode: ${mode}}}`);
const enter = (text: string, connection: Partial<Connection> = {}) => {
  const simulation = simulationOf(base + text);
  return enterSidecar(simulation, connectionOf(connection), workloadIn(simulation, 'web'), 80);
};
const mutual: Partial<Connection> = {
  transportSocket: 'mutual',
  principal: 'cluster.local/ns/shop/sa/cart',
  applicationProtocols: ['istio-http/1.1', 'istio', 'http/1.1'],
};

describe('which connections a port takes (Istio, PeerAuthentication)', () => {
  test.each([
    ['PERMISSIVE', '200', '200'],
    ['STRICT', 'reset', '200'],
    ['DISABLE', '200', 'reset'],
  ])('%s: plain text %s, mTLS %s', (mode, plain, secured) => {
    const status = (connection?: Partial<Connection>) => enter(peers(mode), connection).responses[0]?.value.status;
    expect([status(), status(mutual)]).toEqual([plain, secured]);
  });
  test('STRICT is a policy that denies, DISABLE a connection that fails', () => {
    expect(enter(peers('STRICT')).responses[0]?.value).toMatchObject({ kind: 'denied', policy: 'shop/default' });
    expect(enter(peers('DISABLE'), mutual).responses[0]?.value).toMatchObject({ kind: 'lost', policy: '' });
  });
});

test('policies see who sends', () => {
  const only = (account: string) =>
    istioObject(
      'AuthorizationPolicy',
      'only',
      `{rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/${account}]}}]}]}`,
    );
  const answer = (account: string) => enter(only(account), mutual).responses[0]?.value;
  expect(answer('cart')).toMatchObject({ status: '200', policy: 'shop/only' });
  expect(answer('other')).toMatchObject({ status: '403', kind: 'denied' });
});

test('without a filter every request fares the same', () => {
  const deny = istioObject('AuthorizationPolicy', 'none', '{}');
  expect([enter('').isFixed, enter(deny).isFixed]).toEqual([true, undefined]);
});

test('steps name the mode and who refuses', () => {
  expect(brief(enter(peers('STRICT')).steps)).toEqual(['listener virtualInbound matched', 'filter-chain closed']);
  expect(enter(peers('STRICT')).steps.map(({ reason }) => reason)).toEqual([
    'shop/web takes STRICT at port 80, by PeerAuthentication shop/default',
    'plain text is refused by PeerAuthentication shop/default',
  ]);
});
