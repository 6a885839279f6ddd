import { expect, test } from '@jest/globals';
import { hostsOf } from '../../../mesh/envoy/load-balancing.js';
import { addressEndpoint } from '../../../mesh/model/service.js';
import type { Cluster } from '../../../mesh/proxy/cluster.js';
import type { LocalityLbEndpoints } from '../../../mesh/proxy/endpoint.js';

/** Endpoints at a place, by address and weight. */
const place = (weights: Record<string, number>, parts: Partial<LocalityLbEndpoints> = {}): LocalityLbEndpoints => ({
  locality: '',
  priority: 0,
  weight: undefined,
  endpoints: Object.entries(weights).map(([address, weight]) => ({
    endpoint: addressEndpoint(address, 80),
    weight,
    transportSocket: 'plaintext',
    isTunnelled: false,
  })),
  ...parts,
});
const shares = (...loadAssignment: readonly LocalityLbEndpoints[]) =>
  Object.fromEntries(
    hostsOf({ loadAssignment } as unknown as Cluster).map(({ endpoint, share }) => [endpoint.address, share]),
  );

test('endpoints share by their weights, wherever they are', () => {
  expect(shares(place({ a: 3 }), place({ b: 1 }))).toEqual({ a: 0.75, b: 0.25 });
});

test('only priority 0 gets anything while it is healthy', () => {
  expect(shares(place({ a: 1 }), place({ b: 9 }, { priority: 1 }))).toEqual({ a: 1 });
});

test('places with weights share by these first, then by endpoint', () => {
  expect(shares(place({ a: 1, b: 3 }, { weight: 80 }), place({ c: 99 }, { weight: 20 }))).toEqual({
    a: 0.2,
    b: 0.6,
    c: 0.2,
  });
});

test('a place without a weight beside one with a weight gets nothing (Envoy, "Locality weighted load balancing")', () => {
  expect(shares(place({ a: 1 }, { weight: 1 }), place({ b: 1 }))).toEqual({ a: 1, b: 0 });
});

test('no endpoint, no host', () => {
  expect(shares()).toEqual({});
  expect(shares(place({}))).toEqual({});
});

test('the hosts of a cluster are made once', () => {
  const cluster = { loadAssignment: [place({ a: 1 })] } as unknown as Cluster;
  expect(hostsOf(cluster)).toBe(hostsOf(cluster));
});
