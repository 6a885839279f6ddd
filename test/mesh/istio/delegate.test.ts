import { describe, expect, test } from '@jest/globals';
import { mergeDelegate } from '../../../mesh/istio/delegate.js';
import type { HttpRouteSpec, PlacedRule } from '../../../mesh/istio/placed-rule.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject } from '../objects.js';
import { resourcesOf } from '../resources.js';

const [root, leaf] = buildMesh(
  resourcesOf(istioObject('VirtualService', 'a-root', '{}') + istioObject('VirtualService', 'b-leaf', '{}')),
).virtualServices;
const placed = (owner: typeof root, label: string, route: object): PlacedRule => {
  if (owner === undefined) {
    throw new Error('there is no VirtualService');
  }
  return { route: route as HttpRouteSpec, label, owner };
};
const merged = (ofRoot: object, ofLeaf: object) => mergeDelegate(placed(root, 'r', ofRoot), placed(leaf, 'd', ofLeaf));
const both = (ofRoot: object, ofLeaf: object) => merged({ match: [ofRoot] }, { match: [ofLeaf] });

test('settings of the delegate win, those that it leaves open are the root’s', () => {
  const rule = merged(
    { name: 'front', delegate: { name: 'leaf' }, timeout: '5s', retries: { attempts: 1 }, redirect: { uri: '/x' } },
    { timeout: '1s', retries: undefined, route: [{ destination: { host: 'cart' } }] },
  );
  expect(rule).toMatchObject({ label: 'r > d', owner: { id: 'shop/b-leaf' } });
  expect(rule?.route).toEqual({
    timeout: '1s',
    retries: { attempts: 1 },
    route: [{ destination: { host: 'cart' } }],
    match: [],
  });
});

describe('the root covers', () => {
  const uri = (text: object) => ({ uri: text });
  test.each<[string, object, object]>([
    ['a longer prefix', uri({ prefix: '/a' }), uri({ prefix: '/a/b' })],
    ['a path within a prefix', uri({ prefix: '/a' }), uri({ exact: '/a/b' })],
    ['the same path', uri({ exact: '/a' }), uri({ exact: '/a' })],
    ['another field', uri({ regex: '/a.*' }), { method: { exact: 'GET' } }],
    ['other headers', { headers: { x: { exact: '1' } } }, { headers: { y: { regex: '2' } } }],
    ['some of its gateways', { gateways: ['a', 'b'] }, { gateways: ['b'] }],
    ['a namespace of its own', {}, { sourceNamespace: 'lab' }],
  ])('%s', (_, ofRoot, ofLeaf) => {
    expect(both(ofRoot, ofLeaf)?.route.match).toMatchObject([{ ...ofRoot, ...ofLeaf, headers: expect.anything() }]);
  });

  test.each<[string, object, object]>([
    ['a shorter prefix', uri({ prefix: '/a/b' }), uri({ prefix: '/a' })],
    ['another path', uri({ exact: '/a' }), uri({ exact: '/b' })],
    ['a prefix within a path', uri({ exact: '/a' }), uri({ prefix: '/a' })],
    ['two regular expressions, even of one text', uri({ regex: '/a' }), uri({ regex: '/a' })],
    ['a path within a regular expression', uri({ regex: '/.*' }), uri({ exact: '/a' })],
    ['a regular expression within a prefix', uri({ prefix: '/' }), uri({ regex: '/a' })],
    ['another case of the path', {}, { ignoreUriCase: true }],
    ['the same header with another value', { headers: { x: { exact: '1' } } }, { headers: { x: { exact: '2' } } }],
    [
      'the same parameter with another value',
      { queryParams: { x: { exact: '1' } } },
      { queryParams: { x: { exact: '2' } } },
    ],
    ['another port', { port: 80 }, { port: 81 }],
    ['every namespace', { sourceNamespace: 'lab' }, {}],
    ['other labels of the caller', { sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'b' } }],
    ['another gateway', { gateways: ['a', 'c'] }, { gateways: ['a', 'b'] }],
  ])('not %s', (_, ofRoot, ofLeaf) => {
    expect(both(ofRoot, ofLeaf)).toBeUndefined();
  });
});

test('each match of the delegate holds with each of the root that covers it', () => {
  const ofRoot = [{ uri: { prefix: '/a' }, port: 80 }, { uri: { prefix: '/a/b' } }, { uri: { prefix: '/c' } }];
  const paths = (match: readonly object[]) =>
    merged({ match: ofRoot }, { match })?.route.match?.map(({ port }) => port);
  expect(paths([{ uri: { prefix: '/a/b' } }])).toEqual([80, undefined]);
  expect(paths([{ uri: { prefix: '/a' } }, { uri: { prefix: '/d' } }])).toBeUndefined();
  expect(paths([])).toEqual([80, undefined, undefined]);
});

test('headers and labels of both have to hold, and what the delegate leaves open is the root’s', () => {
  expect(
    both(
      { headers: { x: { exact: '1' } }, sourceLabels: { app: 'a' }, gateways: ['mesh'], port: 80 },
      { headers: { y: { exact: '2' } }, sourceLabels: { tier: 'b' }, gateways: [], port: undefined },
    )?.route.match,
  ).toMatchObject([
    {
      headers: { x: { exact: '1' }, y: { exact: '2' } },
      sourceLabels: { app: 'a', tier: 'b' },
      gateways: ['mesh'],
      port: 80,
    },
  ]);
});
