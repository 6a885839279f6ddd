import { expect, test } from '@jest/globals';
import '../../../mesh/jest/index.js';
import { policy, shopWith } from '../promises/shop.js';

const noAdmin = { name: 'no admin', requests: { to: 'shop/payments', path: '/admin*' }, expect: 'denied' } as const;

test('a mesh is expected to keep promises', () => {
  const mesh = shopWith(
    policy({
      action: 'DENY',
      rules: [{ to: [{ operation: { paths: ['/admin*'] } }] }, { to: [{ operation: { notMethods: ['*'] } }] }],
    }),
  );
  expect(mesh).toKeepPromises(noAdmin);
  expect(shopWith()).not.toKeepPromises(noAdmin);
  expect(() => expect(shopWith()).toKeepPromises(noAdmin)).toThrow(
    /^expected every request to keep: no admin\nbut shop\/checkout → http:\/\/payments.shop\/admin\/x: it gets through to shop\/payments/,
  );
  expect(() => expect(mesh).not.toKeepPromises(noAdmin)).toThrow('but each does');
  const misspelt = { ...noAdmin, requests: { to: 'shop/paymets' } };
  expect(() => expect(mesh).not.toKeepPromises(misspelt)).toThrow('write shop/payments');
  expect(() => expect(mesh).toKeepPromises()).toThrow('give promises');
});
