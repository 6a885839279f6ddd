import { expect, test } from '@jest/globals';
import type { HttpMatch } from '../../../../mesh/istio/http-match.js';
import type { HttpRule, RouteDestination } from '../../../../mesh/istio/route-source.js';
import { gatewayRoutes, sidecarRoutes, sourceLabelsOf, weightedClusters } from '../../../../mesh/proxy/build/routes.js';
import { matchOf, ruleOf } from '../../envoy/fixtures.js';
import { sourceOf } from '../fixtures.js';

const rule = (label: string, ...matches: readonly Partial<HttpMatch>[]) =>
  ruleOf({ label, matches: matches.map(matchOf) });
const scope = { labels: { app: 'web' }, namespace: 'shop', gateway: 'mesh', port: 80 };
const labels = (...http: readonly HttpRule[]) =>
  sidecarRoutes(sourceOf({ http }), scope).map(({ label, matchIndex }) => `${label} ${matchIndex ?? '-'}`);
const a: Partial<HttpMatch> = { uri: { prefix: '/a' } };

test.each([
  ['each match is a route', [rule('r', a, { uri: { prefix: '/b' } })], ['r 0', 'r 1']],
  ['none after the first that takes every request', [rule('r', a), rule('s'), rule('t', a)], ['r -', 's -']],
  ['none after a match that takes every request', [rule('r', {}, a), rule('s', a)], ['r 0']],
  ['none of another port', [rule('r', { ...a, port: 81 }), rule('s', { ...a, port: 80 })], ['s -']],
  ['none of another gateway', [rule('r', { ...a, gateways: ['shop/door'] })], []],
  [
    'none of other callers',
    [rule('r', { ...a, sourceLabels: { app: 'x' } }), rule('s', { ...a, sourceNamespace: 'lab' })],
    [],
  ],
  ['those of the caller', [rule('r', { ...a, sourceLabels: { app: 'web' }, sourceNamespace: 'shop' })], ['r -']],
])('%s', (_, rules, expected) => {
  expect(labels(...rules)).toEqual(expected);
});

const to = (host: string, weight = 0, port?: number): RouteDestination => ({
  host,
  subset: '',
  port,
  weight,
  headers: undefined,
});
test('a destination without a port has that of the listener, or what a gateway says', () => {
  const own = sourceOf({ http: [ruleOf({ destinations: [to('cart')], timeout: '5s' })] });
  const names = (routes: ReturnType<typeof sidecarRoutes>) =>
    routes.flatMap(({ clusters }) => clusters.map(({ name }) => name));
  expect(names(sidecarRoutes(own, scope))).toEqual(['outbound|80||cart']);
  expect(names(gatewayRoutes(own, scope, () => 8080))).toEqual(['outbound|8080||cart']);
  expect(sidecarRoutes(own, scope)).toMatchObject([{ timeout: '5s', retryPolicy: { attempts: 2 }, port: 80 }]);
  expect(sidecarRoutes(own, scope)[0]).toBe(sidecarRoutes(own, scope)[0]);
});

test.each([
  ['the only one gets all', [to('a')], [['outbound|80||a', 1]]],
  [
    'those without a weight get nothing',
    [to('a', 30), to('b', 70, 90), to('c')],
    [
      ['outbound|80||a', 30],
      ['outbound|90||b', 70],
    ],
  ],
  ['a backend that is not valid stays', [to('', 1)], [['UnknownService', 1]]],
])('clusters: %s', (_, destinations, expected) => {
  expect(weightedClusters(destinations, () => 80).map(({ name, weight }) => [name, weight])).toEqual(expected);
});

test('labels of callers that routes look at, each once', () => {
  const sources = [
    sourceOf({
      http: [
        rule('r', { sourceLabels: { app: 'x' } }, a),
        rule('s', { sourceLabels: { app: 'x' } }, { sourceLabels: { app: 'y' } }),
      ],
    }),
  ];
  const listener = { port: undefined, protocol: undefined, services: [], sources, isCommon: true };
  expect(sourceLabelsOf(listener)).toEqual([{ app: 'x' }, { app: 'y' }]);
});
