import { expect, test } from '@jest/globals';
import { findVirtualHost } from '../../../mesh/envoy/virtual-host-match.js';
import type { RouteConfiguration, VirtualHost } from '../../../mesh/proxy/route-configuration.js';

const virtualHost = (...domains: string[]): VirtualHost => ({
  name: domains[0] ?? '',
  domains,
  routes: [],
  requiresTls: false,
});
const configuration = {
  name: '80',
  virtualHosts: [
    virtualHost('web.shop.svc.cluster.local', '10.0.0.1'),
    virtualHost('*.example.com'),
    virtualHost('*.eu.example.com'),
    virtualHost('*'),
  ],
  shortNames: { namespace: 'shop', suffix: '.shop.svc.cluster.local' },
} as RouteConfiguration;

test.each([
  ['web.shop.svc.cluster.local', 'web.shop.svc.cluster.local'],
  ['WEB.shop.svc.cluster.local:8080', 'web.shop.svc.cluster.local'],
  ['10.0.0.1:80', 'web.shop.svc.cluster.local'],
  ['web', 'web.shop.svc.cluster.local'],
  ['web:80', 'web.shop.svc.cluster.local'],
  ['web.shop', '*'],
  ['a.example.com', '*.example.com'],
  ['a.eu.example.com', '*.eu.example.com'],
  ['.example.com', '*'],
  ['example.org', '*'],
])('%s finds %s', (authority, name) => {
  expect(findVirtualHost(configuration, authority)?.name).toBe(name);
});

test('nothing is found without a wildcard', () => {
  const named = { ...configuration, virtualHosts: configuration.virtualHosts.slice(0, 1), shortNames: undefined };
  expect(findVirtualHost(named, 'other')).toBeUndefined();
  expect(findVirtualHost(named, 'web')).toBeUndefined();
});
