import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../mesh/envoy/connection.js';
import { findFilterChain } from '../../../mesh/envoy/filter-chain-match.js';
import { anyConnection, type FilterChain, type FilterChainMatch } from '../../../mesh/proxy/filter-chain.js';
import { connectionOf } from './fixtures.js';

const chain = (name: string, match: Partial<FilterChainMatch> = {}): FilterChain => ({
  name,
  match: { ...anyConnection, ...match },
  tls: undefined,
  networkFilters: [],
  terminal: { name: 'envoy.filters.network.tcp_proxy', clusters: [], source: undefined },
});
const find = (chains: readonly FilterChain[], parts: Partial<Connection> = {}, address = '10.0.0.1', port = 80) =>
  findFilterChain({ filterChains: chains, defaultFilterChain: chain('default') }, connectionOf(parts), address, port)
    ?.name;
const tls = (sni: string): Partial<Connection> => ({ isTls: true, sni, applicationProtocols: ['h2', 'http/1.1'] });

describe('a filter chain is found', () => {
  test('by the destination port before all else', () => {
    const chains = [chain('any'), chain('80', { destinationPort: 80 })];
    expect(find(chains)).toBe('80');
    expect(find(chains, {}, '10.0.0.1', 81)).toBe('any');
    // A chain that fits better later on does not bring one back that has lost.
    const late = [chain('tls', { transportProtocol: 'tls' }), chain('80', { destinationPort: 80, serverNames: ['x'] })];
    expect(find(late, tls('y'))).toBe('default');
  });
  test('by the longest block of addresses', () => {
    const chains = [
      chain('any'),
      chain('wide', { prefixRanges: ['10.0.0.0/8'] }),
      chain('narrow', { prefixRanges: ['10.0.0.0/24', '192.168.0.0/16'] }),
    ];
    expect(find(chains)).toBe('narrow');
    expect(find(chains, {}, '10.9.0.1')).toBe('wide');
    expect(find(chains, {}, '192.168.9.1')).toBe('narrow');
    expect(find(chains, {}, '8.8.8.8')).toBe('any');
  });
  test('by the closest server name, which only TLS has', () => {
    const chains = [
      chain('any'),
      chain('wild', { serverNames: ['*.example.com'] }),
      chain('wilder', { serverNames: ['*.com'] }),
      chain('exact', { serverNames: ['a.example.com'] }),
    ];
    expect(find(chains, tls('a.example.com'))).toBe('exact');
    expect(find(chains, tls('b.example.com'))).toBe('wild');
    expect(find(chains, tls('example.com'))).toBe('wilder');
    expect(find(chains, tls('example.org'))).toBe('any');
    expect(find(chains, { sni: 'a.example.com' })).toBe('any');
    expect(find(chains.slice(1), { isTls: true })).toBe('default');
  });
  test('by transport, then by the first protocol that is offered', () => {
    const chains = [
      chain('plain', { transportProtocol: 'raw_buffer' }),
      chain('mesh', { transportProtocol: 'tls', applicationProtocols: ['istio', 'istio-http/1.1'] }),
      chain('tls', { transportProtocol: 'tls' }),
    ];
    expect(find(chains)).toBe('plain');
    expect(find(chains, { transportSocket: 'mutual', applicationProtocols: ['istio'] })).toBe('mesh');
    expect(find(chains, tls(''))).toBe('tls');
  });
  test('and the default one takes what none takes', () => {
    expect(find([chain('tls', { transportProtocol: 'tls' })])).toBe('default');
    expect(find([chain('h2c', { applicationProtocols: ['h2c'] })])).toBe('default');
    expect(find([])).toBe('default');
  });
});
