import { expect, test } from '@jest/globals';
import { findRoute, isForTls, routeSteps } from '../../../mesh/envoy/route-table.js';
import type { RouteConfiguration, VirtualHost } from '../../../mesh/proxy/route-configuration.js';
import { matchOf, requestOf, routeOf } from './fixtures.js';

const canary = routeOf({
  label: 'canary',
  match: matchOf({ headers: [['x-env', { exact: 'canary' }]] }),
  matchIndex: 0,
});
const rest = routeOf({ label: 'rest' });
const hostOf = (parts: Partial<VirtualHost> = {}): VirtualHost => ({
  name: 'web:80',
  domains: ['web'],
  routes: [canary, rest],
  requiresTls: false,
  ...parts,
});
const configurationOf = (...virtualHosts: readonly VirtualHost[]): RouteConfiguration => ({
  name: '80',
  virtualHosts,
  shortNames: undefined,
});
const toCanary = requestOf({ headers: { 'x-env': 'canary' } });

test('the first route that takes the request wins', () => {
  const find = (request: typeof toCanary, routes = [canary, rest]) =>
    findRoute(configurationOf(hostOf({ routes })), request, undefined).route?.label;
  expect([find(toCanary), find(requestOf()), find(toCanary, [rest, canary])]).toEqual(['canary', 'rest', 'rest']);
  expect(find(requestOf(), [canary])).toBeUndefined();
});

test('only routes of the virtual host for the authority are looked at', () => {
  const { virtualHost, route } = findRoute(configurationOf(hostOf()), requestOf({ authority: 'else' }), undefined);
  expect([virtualHost, route]).toEqual([undefined, undefined]);
});

test('a host that requires TLS has no route for plain requests', () => {
  const host = hostOf({ requiresTls: true });
  const secure = requestOf({ headers: { 'x-forwarded-proto': 'https' } });
  expect([isForTls(host, requestOf()), isForTls(host, secure), isForTls(hostOf(), requestOf())]).toEqual([
    true,
    false,
    false,
  ]);
  expect(findRoute(configurationOf(host), requestOf(), undefined)).toEqual({ virtualHost: host, route: undefined });
  expect(findRoute(configurationOf(host), secure, undefined).route).toBe(rest);
});

test('steps name what was passed over, and what the request lacks', () => {
  const configuration = configurationOf(hostOf());
  const steps = (request: typeof toCanary) =>
    routeSteps(configuration, findRoute(configuration, request, undefined), request, undefined).map(
      ({ stage, name, outcome, reason }) => [stage, name, outcome, reason].filter(Boolean).join(' '),
    );
  expect(steps(requestOf())).toEqual([
    'route-configuration 80 matched',
    'virtual-host web:80 matched',
    'route canary match[0] passed over it wants header x-env exact canary',
    'route rest matched',
  ]);
  expect(steps(requestOf({ authority: 'else' }))).toEqual([
    'route-configuration 80 matched',
    'virtual-host 404 no virtual host is for else',
  ]);
});
