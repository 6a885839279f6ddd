import { expect, test } from '@jest/globals';
import { parsePrincipal, parseServiceAccount } from '../../../mesh/istio/principal.js';

test('a principal has a trust domain, a namespace and an account', () => {
  expect(parsePrincipal('cluster.local/ns/shop/sa/cart')).toEqual({
    trustDomain: 'cluster.local',
    namespace: 'shop',
    serviceAccount: 'cart',
  });
});

test.each(['spiffe://cluster.local/ns/shop/sa/cart', '*/ns/shop/sa/cart', 'cluster.local/ns/shop/*', 'cart', ''])(
  '%s names no single identity',
  (text) => {
    expect(parsePrincipal(text)).toBeUndefined();
  },
);

test('a service account without a namespace is of the own one', () => {
  expect(parseServiceAccount('cart', 'shop')).toEqual({ namespace: 'shop', serviceAccount: 'cart' });
  expect(parseServiceAccount('lab/probe', 'shop')).toEqual({ namespace: 'lab', serviceAccount: 'probe' });
});
