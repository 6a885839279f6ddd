import { expect, test } from '@jest/globals';
import type { GatewayServer } from '../../../../../mesh/istio/gateway-server.js';
import type { RouteSource } from '../../../../../mesh/istio/route-source.js';
import { buildMesh } from '../../../../../mesh/model/build.js';
import { BoundSources } from '../../../../../mesh/proxy/build/gateway/bound-sources.js';
import {
  gatewayRouteConfiguration,
  gatewayRouteName,
} from '../../../../../mesh/proxy/build/gateway/route-configurations.js';
import { matchOf, ruleOf } from '../../../envoy/fixtures.js';
import { workloadOf } from '../../../objects.js';
import { resourcesOf } from '../../../resources.js';
import { serverOf, sourceOf } from '../../fixtures.js';

const [workload] = buildMesh(resourcesOf(workloadOf('door'))).workloads;
if (workload === undefined) {
  throw new Error('there is no workload');
}
const hosts = (servers: readonly GatewayServer[], ...sources: readonly RouteSource[]) =>
  gatewayRouteConfiguration('http.8080', workload, servers, new BoundSources(sources), () => () => 80).virtualHosts.map(
    ({ name, domains, routes, requiresTls }) =>
      `${name} ${domains.join()}: ${routes.map(({ label }) => label).join()}${requiresTls ? ' (https)' : ''}`,
  );
const source = (label: string, own: readonly string[], ...matches: readonly object[]) =>
  sourceOf({
    name: label,
    gateways: ['shop/door'],
    hosts: own,
    http: [ruleOf({ label, matches: matches.map(matchOf) })],
  });

test.each([
  [serverOf(), 'http.8080'],
  [serverOf({ protocol: 'HTTPS', port: 443, portName: 'https', tls: { mode: 'SIMPLE' } }), 'https.443.https.door.shop'],
])('the name of a route configuration', (server, expected) => {
  expect(gatewayRouteName(server, 8080)).toBe(expected);
});

test('hosts with the same routes are one virtual host, exact names first', () => {
  expect(hosts([serverOf()], source('x', ['*.example', 'a.example']), source('y', ['b.example']))).toEqual([
    'a.example:80 a.example,*.example: x',
    'b.example:80 b.example: y',
  ]);
});

test('routes of one host are put together, those that take every request last', () => {
  const two = [source('all', ['a.example'], {}), source('path', ['a.example'], { uri: { prefix: '/a' } })];
  expect(hosts([serverOf()], ...two)).toEqual(['a.example:80 a.example: path,all']);
});

test('a server that redirects does so for its hosts, also without routes', () => {
  const server = serverOf({ hosts: ['a.example', 'b.example'], httpsRedirect: true });
  expect(hosts([server], source('x', ['a.example']))).toEqual([
    'a.example:80 a.example: x (https)',
    'b.example:80 b.example:  (https)',
  ]);
});

test('without any host requests lead nowhere', () => {
  expect(hosts([serverOf({ hosts: ['a.example'] })], source('x', ['b.example']))).toEqual(['blackhole:80 *: ']);
});
