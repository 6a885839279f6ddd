import { expect, test } from '@jest/globals';
import type { Connection } from '../../../mesh/envoy/connection.js';
import { serveHttp } from '../../../mesh/envoy/http-connection-manager.js';
import type { ServingProxy } from '../../../mesh/envoy/simulation.js';
import type { HttpConnectionManager } from '../../../mesh/proxy/filter-chain.js';
import type { RouteConfiguration } from '../../../mesh/proxy/route-configuration.js';
import { namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf, matchOf, requestOf, routeOf } from './fixtures.js';
import { policyOf } from './http-filters/fixtures.js';
import { inboundProxy, outboundProxy, simulationOf } from './simulated-mesh.js';

const simulation = simulationOf(namespaceOf('shop') + workloadOf('web') + serviceOf('web'), { sourceIp: '192.0.2.7' });
/** Answers 204 to requests for `web` in TLS as the proxy sees them, 202 to all others for it. */
const configuration: RouteConfiguration = {
  name: 'own',
  virtualHosts: [
    {
      name: 'web',
      domains: ['web'],
      routes: [
        routeOf({ match: matchOf({ headers: [['x-forwarded-proto', { exact: 'https' }]] }), directStatus: 204 }),
        routeOf({ directStatus: 202 }),
      ],
      requiresTls: false,
    },
  ],
  shortNames: undefined,
};
const inbound = inboundProxy(simulation, 'web');
const serve = (
  manager: Partial<HttpConnectionManager>,
  connection: Partial<Connection> = {},
  { proxy = inbound as ServingProxy, isTls = false } = {},
) =>
  serveHttp(
    simulation,
    proxy,
    {
      name: 'envoy.filters.network.http_connection_manager',
      routeConfiguration: configuration,
      httpFilters: [],
      useRemoteAddress: false,
      xffNumTrustedHops: 0,
      ...manager,
    },
    connectionOf(connection),
    isTls,
  ).responses[0]?.value.status;
/** Lets in requests from a client address. */
const only = (address: string): Partial<HttpConnectionManager> => ({
  httpFilters: [
    {
      name: 'envoy.filters.http.rbac',
      action: 'ALLOW',
      policies: [policyOf('only', [{ from: [{ source: { remoteIpBlocks: [address] } }] }])],
    },
  ],
});

test('routes are its own, or those that the proxy gets by name', () => {
  const proxy = outboundProxy(simulation, 'web');
  expect(serve({})).toBe('202');
  expect(serve({ routeConfiguration: '80' }, {}, { proxy })).toBe('200');
  expect(serve({ routeConfiguration: '80' })).toBe('404');
});

test('a proxy at the edge says whether the request came over TLS; others believe what they get', () => {
  const spoofed = { request: requestOf({ headers: { 'x-forwarded-proto': 'https' } }) };
  expect([serve({ useRemoteAddress: true }, {}, { isTls: true }), serve({}, {}, { isTls: true })]).toEqual([
    '204',
    '202',
  ]);
  expect(serve({}, spoofed)).toBe('204');
});

test('the client is who connects to a proxy at the edge, and the last that was forwarded elsewhere', () => {
  const connection = { sourceIp: '10.0.0.1', request: requestOf({ headers: { 'x-forwarded-for': '192.0.2.1' } }) };
  expect(serve({ ...only('10.0.0.1'), useRemoteAddress: true }, connection)).toBe('202');
  expect(serve({ ...only('10.0.0.1') }, connection)).toBe('403');
  expect(serve({ ...only('192.0.2.1') }, connection)).toBe('202');
});

test('a waypoint takes the address of the caller', () => {
  expect(serve(only('192.0.2.7'), { sourceIp: '10.0.0.1' }, { proxy: { ...inbound, kind: 'waypoint' } })).toBe('202');
  expect(serve(only('192.0.2.7'), { sourceIp: '10.0.0.1' })).toBe('403');
});
