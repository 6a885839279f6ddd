import { expect, test } from '@jest/globals';
import type { HttpMatch } from '../../../../mesh/istio/http-match.js';
import { routeMatchJson } from '../../../../mesh/proxy/json/route-match.js';
import { matchOf } from '../../envoy/fixtures.js';

test.each<[Partial<HttpMatch>, object]>([
  [{}, { prefix: '/' }],
  [{ uri: { regex: '*' } }, { prefix: '/' }],
  [{ uri: { exact: '/a' } }, { path: '/a' }],
  [{ uri: { prefix: '/a' } }, { prefix: '/a' }],
  [{ uri: { prefix: '/a' }, segmentPrefix: true }, { pathSeparatedPrefix: '/a' }],
  [{ uri: { prefix: '/' }, segmentPrefix: true }, { prefix: '/' }],
  [{ uri: { regex: '/a.*' } }, { safeRegex: { regex: '/a.*' } }],
  [{ ignoreUriCase: true }, { prefix: '/', caseSensitive: false }],
  [
    {
      headers: [
        ['b', { exact: '1' }],
        ['a', {}],
      ],
      method: { exact: 'GET' },
    },
    {
      prefix: '/',
      headers: [
        { name: 'a', presentMatch: true },
        { name: 'b', stringMatch: { exact: '1' } },
        { name: ':method', stringMatch: { exact: 'GET' } },
      ],
    },
  ],
  [
    {
      withoutHeaders: [
        ['a', {}],
        ['b', { prefix: '1' }],
      ],
    },
    {
      prefix: '/',
      headers: [
        { name: 'a', presentMatch: true, invertMatch: true },
        { name: 'b', stringMatch: { prefix: '1' }, invertMatch: true, treatMissingHeaderAsEmpty: true },
      ],
    },
  ],
  [
    { queryParams: [['q', { exact: '1' }]] },
    { prefix: '/', queryParameters: [{ name: 'q', stringMatch: { exact: '1' } }] },
  ],
  [
    { headers: [['@request.auth.claims.sub', { exact: 'me' }]] },
    {
      prefix: '/',
      dynamicMetadata: [
        { filter: 'envoy.filters.http.jwt_authn', claim: '@request.auth.claims.sub', stringMatch: { exact: 'me' } },
      ],
    },
  ],
])('%j', (match, expected) => {
  expect(routeMatchJson(matchOf(match))).toEqual({ caseSensitive: true, ...expected });
});

test('without a match every request', () => {
  expect(routeMatchJson(undefined)).toEqual({ prefix: '/' });
});
