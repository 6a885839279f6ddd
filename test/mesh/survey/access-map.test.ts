import { expect, test } from '@jest/globals';
import { accessMap } from '../../../mesh/survey/access-map.js';
import { object, policy, publicRoutes, shopWith } from '../promises/shop.js';

const strict = object('PeerAuthentication', 'security', 'default', { mtls: { mode: 'STRICT' } });

test('a map says who gets through to a service, under which conditions, and whether that is all', () => {
  const mesh = shopWith(
    strict,
    policy({
      rules: [
        {
          from: [{ source: { namespaces: ['shop'] } }],
          to: [{ operation: { methods: ['GET'], notPaths: ['/admin*'] } }],
        },
        { from: [{ source: { namespaces: ['edge'] } }], when: [{ key: 'request.headers[x]', values: ['a', 'b*'] }] },
      ],
    }),
    publicRoutes({ match: [{ uri: { prefix: '/pay' } }], route: [{ destination: { host: 'payments' } }] }),
  );
  const service = mesh.services.find(({ name }) => name === 'payments');
  const { rows, isComplete, obstacles } = accessMap(mesh, 10_000, service);
  expect([isComplete, obstacles]).toEqual([true, []]);
  const inside = rows.filter(({ url }) => url === 'http://payments.shop.svc.cluster.local');
  expect(inside.find(({ callers }) => callers.includes('shop/checkout'))).toEqual({
    callers: ['shop/checkout', 'shop/payments'],
    url: 'http://payments.shop.svc.cluster.local',
    to: 'shop/payments',
    conditions: [['GET', 'not path /admin*']],
  });
  expect(rows.find(({ callers }) => callers.includes('internet'))).toMatchObject({
    url: 'http://shop.example.com',
    conditions: [['host shop.example.com', 'path /pay*', 'header x: a or b*']],
  });
});

test('a map that is not complete says why', () => {
  expect(accessMap(shopWith(), 3)).toMatchObject({ isComplete: false, obstacles: ['the limit of 3 requests'] });
});
