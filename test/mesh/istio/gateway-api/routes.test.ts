import { expect, test } from '@jest/globals';
import { readGatewayApiRoutes } from '../../../../mesh/istio/gateway-api/routes.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { gatewayApiObject } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const gate = gatewayApiObject(
  'Gateway',
  'gate',
  '{gatewayClassName: istio, listeners: [{name: all, port: 80, protocol: HTTP}]}',
);
const route = (name: string, rules: string, rest = '', created = '') =>
  gatewayApiObject(
    'HTTPRoute',
    name,
    `{parentRefs: [{name: gate${rest}}], hostnames: [a.example], rules: [${rules}]}`,
  ).replace('{name:', `{${created && `creationTimestamp: "${created}", `}name:`);
const labels = (text: string) =>
  readGatewayApiRoutes(buildMesh(resourcesOf(gate + text))).map(({ label, hosts, http }) => [
    label,
    hosts,
    http.map((rule) => rule.label),
  ]);
const path = (type: string, value: string, rest = '') => `{matches: [{path: {type: ${type}, value: ${value}}${rest}}]}`;

test('rules of all routes of a listener and host are one list, called by the oldest route', () => {
  expect(labels(route('a', '{}', '', '2025') + route('z', '{}', '', '2024'))).toEqual([
    ['HTTPRoute shop/z', ['a.example'], ['HTTPRoute shop/z rules[0]', 'HTTPRoute shop/a rules[0]']],
  ]);
});

test.each([
  ['exact paths before prefixes', path('PathPrefix', '/long/prefix'), path('Exact', '/a')],
  ['prefixes before regular expressions', path('RegularExpression', '/long.*'), path('PathPrefix', '/a')],
  ['the longer of two prefixes', path('PathPrefix', '/a'), path('PathPrefix', '/a/b')],
  ['a method before none', path('PathPrefix', '/a'), path('PathPrefix', '/a', ', method: GET')],
  ['more headers before fewer', path('PathPrefix', '/a'), path('PathPrefix', '/a', ', headers: [{name: x, value: y}]')],
  [
    'more parameters before fewer',
    path('PathPrefix', '/a'),
    path('PathPrefix', '/a', ', queryParams: [{name: x, value: y}]'),
  ],
  ['a match before none', '{}', path('PathPrefix', '/a')],
])('%s', (_, second, first) => {
  expect(labels(route('r', `${second}, ${first}`))[0]?.[2]).toEqual([
    'HTTPRoute shop/r rules[1]',
    'HTTPRoute shop/r rules[0]',
  ]);
});

test('what is equal stays in the order of the route', () => {
  expect(labels(route('r', `${path('PathPrefix', '/a')}, ${path('PathPrefix', '/b')}`))[0]?.[2]).toEqual([
    'HTTPRoute shop/r rules[0]',
    'HTTPRoute shop/r rules[1]',
  ]);
});

test('a route with a rule that Istio cannot use has none', () => {
  expect(
    labels(route('r', '{}, {filters: [{type: ExtensionRef, extensionRef: {group: x, kind: X, name: x}}]}')),
  ).toEqual([]);
});

test('a route of a Service holds at the port that it names', () => {
  const text = `${gatewayApiObject('HTTPRoute', 'r', '{parentRefs: [{group: "", kind: Service, name: cart, port: 80}], rules: [{}]}')}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {ports: [{port: 80}]}
`;
  const [source] = readGatewayApiRoutes(buildMesh(resourcesOf(text)));
  expect(source).toMatchObject({ gateways: ['mesh'], hosts: ['cart.shop.svc.cluster.local'], isGatewayApi: true });
  expect(source?.http.map(({ matches }) => matches.map(({ port }) => port))).toEqual([[80]]);
});
