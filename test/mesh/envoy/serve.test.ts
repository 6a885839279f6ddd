import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../mesh/envoy/connection.js';
import { presentsCertificate, serve } from '../../../mesh/envoy/serve.js';
import { anyConnection, type FilterChain, type HttpConnectionManager } from '../../../mesh/proxy/filter-chain.js';
import type { DownstreamTls } from '../../../mesh/proxy/transport-socket.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf } from './fixtures.js';
import { inboundProxy, simulationOf } from './simulated-mesh.js';

const only = istioObject(
  'AuthorizationPolicy',
  'only',
  '{rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/cart]}}]}]}',
);
const simulation = simulationOf(namespaceOf('shop') + workloadOf('web') + serviceOf('web') + only);
const proxy = inboundProxy(simulation, 'web');
/** The chain of the sidecar of `web` that reads HTTP, which lets in `cart` alone. */
const [own] = simulation.push.inbound.at(proxy.workload as never, 80).filterChains as [FilterChain];
const chainOf = (tls: DownstreamTls | undefined, terminal: Partial<HttpConnectionManager> = {}): FilterChain => ({
  ...own,
  match: anyConnection,
  tls,
  terminal: { ...(own.terminal as HttpConnectionManager), ...terminal },
});
const served = (chain: FilterChain, connection: Partial<Connection>) => {
  const [share] = serve(simulation, proxy, chain, connectionOf(connection)).responses;
  return share?.value.status;
};
const mutual = { transportSocket: 'mutual', principal: 'cluster.local/ns/shop/sa/cart' } as const;

describe('certificates', () => {
  test.each([
    ['ISTIO_MUTUAL', 'mutual', false, true],
    ['ISTIO_MUTUAL', 'tls', true, false],
    ['MUTUAL', 'tls', true, true],
    ['MUTUAL', 'tls', false, false],
    ['SIMPLE', 'tls', false, true],
    ['OPTIONAL_MUTUAL', 'tls', false, true],
  ] as const)('%s, %s, a certificate of the client: %s → %s', (mode, transportSocket, clientCertificate, expected) => {
    const given = { ...simulation, circumstances: { ...simulation.circumstances, clientCertificate } };
    expect(presentsCertificate(given, chainOf({ mode }), connectionOf({ transportSocket }))).toBe(expected);
  });
});

describe('identity', () => {
  test('is that of mTLS which ends here', () => {
    expect(served(chainOf({ mode: 'ISTIO_MUTUAL' }), mutual)).toBe('200');
    expect(served(chainOf({ mode: 'ISTIO_MUTUAL' }), { ...mutual, principal: 'cluster.local/ns/a/sa/b' })).toBe('403');
  });
  test('is not proven by anything else', () => {
    expect(served(chainOf(undefined), { principal: mutual.principal })).toBe('403');
    expect(served(chainOf({ mode: 'SIMPLE' }), { ...mutual, transportSocket: 'tls' })).toBe('403');
  });
});

test('what is not HTTP meets the policies of connections where every request goes one way', () => {
  const bytes = { ...mutual, isHttp: false };
  expect(served(chainOf({ mode: 'ISTIO_MUTUAL' }), bytes)).toBe('connected');
  expect(served(chainOf(undefined), { isHttp: false })).toBe('reset');
});

test('what is not HTTP, or still in TLS, is closed where requests are routed', () => {
  const routed = { routeConfiguration: 'http.80' };
  expect(served(chainOf(undefined, routed), { isHttp: false })).toBe('reset');
  expect(served(chainOf(undefined, routed), { isTls: true, isProxied: true })).toBe('503');
});
