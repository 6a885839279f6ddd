import { expect, test } from '@jest/globals';
import { newAccess } from '../../../mesh/survey/new-access.js';
import { policy, publicRoutes, shopWith } from '../promises/shop.js';

const paths = (...all: string[]) => policy({ rules: [{ to: [{ operation: { paths: all } }] }] });

test('new access is proved not to be there, or shown by the smallest request', () => {
  const [narrow, wide] = [shopWith(paths('/a')), shopWith(paths('/a', '/b*'))];
  expect(newAccess(wide, narrow, false)).toEqual({ result: 'none', request: null, answer: null, reason: '' });
  expect(newAccess(narrow, wide, false)).toMatchObject({
    result: 'some',
    request: { from: 'shop/checkout', to: 'http://payments.shop.svc.cluster.local/', path: '/b/x' },
    reason: 'it gets through to payments.shop.svc.cluster.local, which it did not',
  });
  expect(newAccess(narrow, wide, false, 5)).toMatchObject({ result: 'undecided' });
});

test('for the Internet only what comes through a gateway counts', () => {
  const [narrow, wide] = [shopWith(paths('/a')), shopWith(paths('/a', '/b*'))];
  expect(newAccess(narrow, wide, true).result).toBe('none');
  const routes = publicRoutes({ route: [{ destination: { host: 'payments' } }] });
  expect(newAccess(shopWith(paths('/a'), routes), shopWith(paths('/a', '/b*'), routes), true)).toMatchObject({
    result: 'some',
    request: { from: 'internet', to: 'http://shop.example.com/', path: '/b/x' },
  });
});
