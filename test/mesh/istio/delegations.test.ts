import { expect, test } from '@jest/globals';
import { delegationsOf, withDelegates } from '../../../mesh/istio/delegations.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject } from '../objects.js';
import { resourcesOf } from '../resources.js';

const rootOf = (http: string) => istioObject('VirtualService', 'web', `{hosts: [web], http: [${http}]}`);
const delegateOf = (spec: string, namespace = 'shop') => istioObject('VirtualService', 'part', spec, namespace);
const toPart = '{match: [{uri: {prefix: /a}}], delegate: {name: part}}';
const http = 'http: [{match: [{uri: {prefix: /a/b}}]}, {name: far, match: [{uri: {prefix: /z}}]}]';

const meshOf = (text: string) => buildMesh(resourcesOf(text));
const rulesOf = (text: string) => {
  const mesh = meshOf(text);
  const byId = new Map(mesh.virtualServices.map((one) => [one.id, one]));
  const root = byId.get('shop/web');
  return root && withDelegates(mesh, root, byId);
};

test('rules of a delegate stand where the root names it; one that the root does not cover is left out', () => {
  const found = rulesOf(rootOf(`{name: first}, ${toPart}, {}`) + delegateOf(`{${http}}`));
  expect(found?.rules.map(({ label }) => label)).toEqual([
    'VirtualService shop/web http[0] "first"',
    'VirtualService shop/web http[1] > VirtualService shop/part http[0]',
    'VirtualService shop/web http[2]',
  ]);
  expect(found?.leftOut).toEqual([
    {
      label: 'VirtualService shop/web http[1] > VirtualService shop/part http[1] "far"',
      reason: 'Istio leaves it out: its match is not within that of VirtualService shop/web http[1]',
    },
  ]);
});

const elsewhere = toPart.replace('name: part', 'name: part, namespace: lab');
test.each([
  ['does not exist', toPart, '', 'its delegate shop/part does not exist', ''],
  [
    'has hosts',
    toPart,
    delegateOf(`{hosts: [a], ${http}}`),
    'cannot be used: it has hosts of its own',
    'it has hosts of its own',
  ],
  [
    'is not exported to the root',
    elsewhere,
    delegateOf(`{exportTo: ["."], ${http}}`, 'lab'),
    'cannot be used: its exportTo keeps it from namespace shop',
    'its exportTo keeps it from namespace shop',
  ],
])('a delegate that %s takes the rule of the root with it', (_, rule, delegate, reason, refusal) => {
  const text = rootOf(rule) + delegate;
  const found = rulesOf(text);
  expect(found?.rules).toEqual([]);
  expect(found?.leftOut).toEqual([
    { label: 'VirtualService shop/web http[0]', reason: expect.stringContaining(reason) },
  ]);
  expect(delegationsOf(meshOf(text))).toMatchObject([{ refusal, dropped: [] }]);
});

test('every delegation is listed with the place of its rule and what is dropped', () => {
  const text = rootOf(`{}, ${elsewhere}`) + delegateOf(`{${http}}`, 'lab');
  const [found, ...others] = delegationsOf(meshOf(text));
  expect(found).toMatchObject({ index: 1, id: 'lab/part', refusal: '', dropped: [1] });
  expect([found?.root.id, found?.delegate?.id, others]).toEqual(['shop/web', 'lab/part', []]);
});

test('a VirtualService without hosts is no root, so what it delegates is not listed', () => {
  expect(delegationsOf(meshOf(delegateOf(`{http: [${toPart}]}`)))).toEqual([]);
});
