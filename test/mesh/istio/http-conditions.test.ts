import { expect, test } from '@jest/globals';
import { httpSettingsOf, looksAtHttp, looksAtHttpSource } from '../../../mesh/istio/http-conditions.js';

const to = (operation: object) => ({ to: [{ operation }] });
const from = (source: object) => ({ from: [{ source }] });

test.each([
  [to({ methods: ['GET'] }), true],
  [to({ notPaths: ['/x'] }), true],
  [to({ hosts: ['a'] }), true],
  [{ when: [{ key: 'request.headers[x]', values: ['1'] }] }, true],
  [to({ ports: ['80'] }), false],
  // A list without entries is no condition.
  [to({ methods: [] }), false],
  [{ when: [{ key: 'source.ip', values: ['10.0.0.1'] }] }, false],
  [from({ requestPrincipals: ['*'] }), false],
  [{ to: 'all', when: 7 }, false],
])('%j looks at HTTP: %s', (rule, expected) => {
  expect(looksAtHttp(rule)).toBe(expected);
});

test.each([
  [from({ requestPrincipals: ['*'] }), true],
  [from({ notRemoteIpBlocks: ['10.0.0.0/8'] }), true],
  [from({ ipBlocks: ['10.0.0.0/8'] }), false],
  [from({ principals: ['*'] }), false],
  [to({ methods: ['GET'] }), false],
])('%j looks at callers by HTTP: %s', (rule, expected) => {
  expect(looksAtHttpSource(rule)).toBe(expected);
});

test.each([
  [{}, []],
  [{ loadBalancer: { consistentHash: { useSourceIp: true } } }, []],
  [{ loadBalancer: { consistentHash: { httpCookie: { name: 'c' } } } }, ['consistentHash.httpCookie']],
  [{ connectionPool: { tcp: {} } }, []],
  [
    { connectionPool: { http: {} }, outlierDetection: {}, retryBudget: {} },
    ['connectionPool.http', 'outlierDetection', 'retryBudget'],
  ],
])('settings of %j for HTTP only', (policy, expected) => {
  expect(httpSettingsOf(policy)).toEqual(expected);
});
