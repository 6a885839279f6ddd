import { expect, test } from '@jest/globals';
import { failed, response } from '../../../mesh/envoy/response.js';

test('what is not given is none', () => {
  expect(response({ status: '200', kind: 'allowed', reason: 'r' })).toEqual({
    status: '200',
    kind: 'allowed',
    reason: 'r',
    flag: '',
    policy: '',
    failure: undefined,
    delay: 0,
    upstream: undefined,
  });
});

test.each([
  ['connect-failure', true, '503', 'UF'],
  ['reset', true, '503', 'UC'],
  ['connect-failure', false, 'reset', ''],
  ['reset', false, 'reset', ''],
] as const)('%s, behind a proxy that reads HTTP: %s → %s %s', (failure, isProxied, status, flag) => {
  expect(failed(isProxied, failure, { reason: 'r' })).toMatchObject({ status, flag, failure, kind: 'lost' });
});

test('a policy that refuses a connection is said', () => {
  expect(failed(false, 'reset', { reason: 'r', kind: 'denied', policy: 'shop/p' })).toMatchObject({
    kind: 'denied',
    policy: 'shop/p',
  });
});
