import { describe, expect, test } from '@jest/globals';
import type { AuthorizationPolicy } from '../../../../mesh/istio/authorization-policies.js';
import type { JwtRule } from '../../../../mesh/istio/request-authentications.js';
import {
  anyConnection,
  type FilterChain,
  type HttpConnectionManager,
  type TcpProxy,
} from '../../../../mesh/proxy/filter-chain.js';
import { listenerJson } from '../../../../mesh/proxy/json/listeners.js';
import { outboundCluster } from '../../../../mesh/proxy/route-configuration.js';

const cart = { ...outboundCluster('cart', 80, ''), weight: 30 };
const tcp: TcpProxy = { name: 'envoy.filters.network.tcp_proxy', clusters: [cart], source: undefined };
const http: HttpConnectionManager = {
  name: 'envoy.filters.network.http_connection_manager',
  routeConfiguration: '80',
  httpFilters: [],
  useRemoteAddress: false,
  xffNumTrustedHops: 0,
};
const chainOf = (parts: Partial<FilterChain>): FilterChain => ({
  name: '',
  match: anyConnection,
  tls: undefined,
  networkFilters: [],
  terminal: tcp,
  ...parts,
});
const json = (parts: Partial<FilterChain>, rest: FilterChain | undefined = undefined) =>
  listenerJson(
    { name: '0.0.0.0_80', address: '0.0.0.0', port: 80, filterChains: [chainOf(parts)], defaultFilterChain: rest },
    'OUTBOUND',
  );
const policy: AuthorizationPolicy = {
  id: 'shop/p',
  name: 'p',
  namespace: 'shop',
  created: '',
  action: 'DENY',
  provider: '',
  rules: [],
};

test('a listener with its chains, and the one for the rest', () => {
  expect(json({}, chainOf({ name: 'rest' }))).toEqual({
    name: '0.0.0.0_80',
    address: { socketAddress: { address: '0.0.0.0', portValue: 80 } },
    filterChains: [{ filters: [expect.objectContaining({ name: tcp.name })] }],
    defaultFilterChain: { name: 'rest', filters: [expect.objectContaining({ name: tcp.name })] },
    trafficDirection: 'OUTBOUND',
  });
});

describe('a filter chain', () => {
  test.each<[string, Partial<FilterChain>, object]>([
    [
      'with what it matches',
      {
        match: {
          ...anyConnection,
          destinationPort: 80,
          prefixRanges: ['10.0.0.0/8', '10.0.0.1', '::1'],
          serverNames: ['a'],
          transportProtocol: 'tls',
        },
      },
      {
        filterChainMatch: {
          destinationPort: 80,
          prefixRanges: [
            { addressPrefix: '10.0.0.0', prefixLen: 8 },
            { addressPrefix: '10.0.0.1', prefixLen: 32 },
            { addressPrefix: '::1', prefixLen: 128 },
          ],
          serverNames: ['a'],
          transportProtocol: 'tls',
        },
      },
    ],
    [
      'that ends TLS',
      { tls: { mode: 'SIMPLE' } },
      { transportSocket: { typedConfig: { requireClientCertificate: false, commonTlsContext: {} } } },
    ],
    [
      'that asks for certificates',
      { tls: { mode: 'MUTUAL' } },
      { transportSocket: { typedConfig: { requireClientCertificate: true } } },
    ],
    [
      'that takes certificates',
      { tls: { mode: 'OPTIONAL_MUTUAL' } },
      {
        transportSocket: {
          typedConfig: { requireClientCertificate: false, commonTlsContext: { combinedValidationContext: {} } },
        },
      },
    ],
    [
      'with routes that come apart',
      { terminal: { ...http, xffNumTrustedHops: 2 } },
      {
        filters: [
          {
            typedConfig: {
              rds: { routeConfigName: '80' },
              xffNumTrustedHops: 2,
              httpFilters: [{ name: 'envoy.filters.http.router' }],
            },
          },
        ],
      },
    ],
    [
      'with routes of its own',
      { terminal: { ...http, routeConfiguration: { name: 'in', virtualHosts: [], shortNames: undefined } } },
      { filters: [{ typedConfig: { routeConfig: { name: 'in' } } }] },
    ],
    [
      'with policies on connections',
      { networkFilters: [{ name: 'envoy.filters.http.rbac', action: 'DENY', policies: [policy] }] },
      {
        filters: [
          {
            name: 'envoy.filters.network.rbac',
            typedConfig: { rules: { action: 'DENY', policies: { 'ns[shop]-policy[p]': {} } } },
          },
          {},
        ],
      },
    ],
    [
      'with policies and tokens on requests',
      {
        terminal: {
          ...http,
          httpFilters: [
            { name: 'envoy.filters.http.ext_authz', policies: [policy], authorizers: new Map() },
            { name: 'envoy.filters.http.jwt_authn', rules: [{ issuer: 'me', audiences: [] } as unknown as JwtRule] },
            { name: 'envoy.filters.http.fault' },
          ],
        },
      },
      {
        filters: [
          {
            typedConfig: {
              httpFilters: [
                {
                  name: 'envoy.filters.http.ext_authz',
                  typedConfig: { rules: { policies: { 'ns[shop]-policy[p]': {} } } },
                },
                { name: 'envoy.filters.http.jwt_authn', typedConfig: { providers: { 'origins-0': { issuer: 'me' } } } },
                { name: 'envoy.filters.http.fault' },
                { name: 'envoy.filters.http.router' },
              ],
            },
          },
        ],
      },
    ],
  ])('%s', (_, parts, expected) => {
    expect(json(parts)).toMatchObject({ filterChains: [expected] });
  });

  test('behind a tunnel ends no TLS, and one for every connection has no match', () => {
    expect(json({ tls: { mode: 'HBONE' } })).toMatchObject({ filterChains: [{ filters: expect.anything() }] });
    expect(JSON.stringify(json({ tls: { mode: 'HBONE' } }))).not.toMatch(/transportSocket|filterChainMatch/);
  });
});

test('connections go to one cluster by its name, to several with their weights', () => {
  const to = (...clusters: TcpProxy['clusters']) => json({ terminal: { ...tcp, clusters } });
  expect(to(cart)).toMatchObject({ filterChains: [{ filters: [{ typedConfig: { cluster: 'outbound|80||cart' } }] }] });
  expect(to(cart, { ...cart, weight: 70 })).toMatchObject({
    filterChains: [
      { filters: [{ typedConfig: { weightedClusters: { clusters: [{ weight: 30 }, { weight: 70 }] } } }] },
    ],
  });
});
