import { expect, test } from '@jest/globals';
import { namedService } from '../../../mesh/istio/named-service.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, serviceOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const entry = (name: string, host: string, rest = '') =>
  istioObject(
    'ServiceEntry',
    name,
    `{hosts: ["${host}"], ports: [{number: 80, name: http, protocol: HTTP}], resolution: NONE${rest}}`,
    'other',
  );
const mesh = buildMesh(
  resourcesOf(
    serviceOf('cart') + entry('wild', '*.example.com') + entry('own', 'own.example.org', ', exportTo: ["."]'),
  ),
);

test.each([
  ['cart', 'shop', 'cart.shop.svc.cluster.local'],
  ['cart.shop.svc.cluster.local', 'other', 'cart.shop.svc.cluster.local'],
  ['cart', 'other', undefined],
  ['cart.shop', 'shop', undefined],
  // Names are compared as they are written.
  ['CART', 'shop', undefined],
  ['a.example.com', 'shop', '*.example.com'],
  ['own.example.org', 'shop', undefined],
  ['own.example.org', 'other', 'own.example.org'],
])('%s in namespace %s', (host, namespace, expected) => {
  expect(namedService(mesh, host, namespace)?.host).toBe(expected);
});
