import { expect, test } from '@jest/globals';
import { GatewayRouteHosts } from '../../../mesh/analysis/gateway-route-hosts.js';
import { RoutedSubsets } from '../../../mesh/analysis/routed-subsets.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject } from '../objects.js';
import { resourcesOf } from '../resources.js';

const vs = (name: string, host: string, match = '') =>
  istioObject(
    'VirtualService',
    name,
    `{hosts: ["${host}"], gateways: [${name}], http: [{${match}redirect: {uri: /x}}]}`,
  );
const path = 'match: [{uri: {exact: /x}}], ';

test.each([
  ['one host, of which one takes everything', vs('a', '*') + vs('b', '*', path), true],
  ['one host, by the prefix of every path', vs('a', '*', 'match: [{uri: {prefix: /}}], ') + vs('b', '*', path), true],
  ['one host, in parts', vs('a', '*', path) + vs('b', '*', path), false],
  ['two hosts', vs('a', 'a.example.com') + vs('b', 'b.example.com'), false],
])('routes of two gateways shadow each other: %s', (_, text, shadow) => {
  const hosts = new GatewayRouteHosts(buildMesh(resourcesOf(text)));
  expect([hosts.shadow('shop/a', ['shop/b']), hosts.shadow('shop/b', ['shop/a'])]).toEqual([shadow, shadow]);
});

test('a subset is routed by the full name of its host, also for copies', () => {
  const mirror = istioObject(
    'VirtualService',
    'm',
    '{hosts: [cart], http: [{route: [{destination: {host: cart}}], mirror: {host: cart, subset: v2}}]}',
  );
  const routed = new RoutedSubsets(buildMesh(resourcesOf(mirror)));
  expect([routed.has('cart.shop.svc.cluster.local', 'v2'), routed.has('cart', 'v2')]).toEqual([true, false]);
});
