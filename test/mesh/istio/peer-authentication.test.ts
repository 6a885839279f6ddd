import { expect, test } from '@jest/globals';
import { PeerAuthentications } from '../../../mesh/istio/peer-authentication.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject } from '../objects.js';
import { resourcesOf } from '../resources.js';

const peer = (name: string, mode: string, rest = '', namespace = 'shop', created = '') =>
  istioObject('PeerAuthentication', name, `{mtls: {mode: ${mode}}${rest}}`, namespace, { created });
const cart = { namespace: 'shop', labels: { app: 'cart' } };
const selector = ', selector: {matchLabels: {app: cart}}';
const peersOf = (text: string) => new PeerAuthentications(buildMesh(resourcesOf(text)));

test.each([
  ['Istio’s default', '', 'PERMISSIVE '],
  ['the mesh', peer('m', 'STRICT', '', 'istio-system'), 'STRICT istio-system/m'],
  ['the namespace before the mesh', peer('m', 'STRICT', '', 'istio-system') + peer('ns', 'DISABLE'), 'DISABLE shop/ns'],
  ['the workload before the namespace', peer('ns', 'STRICT') + peer('w', 'DISABLE', selector), 'DISABLE shop/w'],
  ['what is set where the narrower one is not', peer('ns', 'STRICT') + peer('w', 'UNSET', selector), 'STRICT shop/ns'],
  [
    'the oldest of a level',
    peer('a', 'STRICT', '', 'shop', '2025') + peer('b', 'DISABLE', '', 'shop', '2024'),
    'DISABLE shop/b',
  ],
  ['no other namespace', peer('ns', 'STRICT', '', 'lab'), 'PERMISSIVE '],
  ['no other workload', peer('w', 'STRICT', ', selector: {matchLabels: {app: web}}'), 'PERMISSIVE '],
])('decided by %s', (_, text, expected) => {
  const { mode, policy } = peersOf(text).forPort(cart, 8080);
  expect(`${mode} ${policy}`).toBe(expected);
});

test('a port has a mode of its own, where its policy selects the workload', () => {
  const ports = (rest: string) =>
    [8080, 9090].map(
      (port) =>
        peersOf(peer('p', 'STRICT', `${rest}, portLevelMtls: {9090: {mode: DISABLE}}`)).forPort(cart, port).mode,
    );
  expect([ports(selector), ports('')]).toEqual([
    ['STRICT', 'DISABLE'],
    ['STRICT', 'STRICT'],
  ]);
});

test('a port without a mode has that of its workload', () => {
  expect(
    peersOf(peer('p', 'STRICT', `${selector}, portLevelMtls: {9090: {mode: UNSET}}`)).forPort(cart, 9090).mode,
  ).toBe('STRICT');
});

test('a namespace as a whole does not look at workloads', () => {
  const peers = peersOf(peer('m', 'DISABLE', '', 'istio-system') + peer('w', 'STRICT', selector));
  expect(peers.forNamespace('shop')).toMatchObject({ mode: 'DISABLE', policy: 'istio-system/m' });
});

test('a policy of the root namespace with a selector is for nothing', () => {
  const peers = peersOf(peer('w', 'STRICT', selector, 'istio-system'));
  const modes = ['shop', 'istio-system'].map((namespace) => peers.forPort({ ...cart, namespace }, 8080).mode);
  expect(modes).toEqual(['PERMISSIVE', 'PERMISSIVE']);
});
