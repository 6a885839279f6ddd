import { expect, test } from '@jest/globals';
import { anyMatch, grpcMatch, httpMatch } from '../../../../mesh/istio/gateway-api/matches.js';

test.each<[Parameters<typeof httpMatch>[0], object]>([
  [{}, { uri: { prefix: '/' } }],
  [{ path: { value: '/a/' } }, { uri: { prefix: '/a' }, segmentPrefix: true }],
  [{ path: { type: 'PathPrefix', value: '/' } }, { uri: { prefix: '/' } }],
  [{ path: { type: 'Exact', value: '/a/' } }, { uri: { exact: '/a/' } }],
  [{ path: { type: 'RegularExpression', value: '/a.*' } }, { uri: { regex: '/a.*' } }],
  [{ method: 'GET' }, { method: { exact: 'GET' } }],
  [
    { headers: [{ name: 'x', value: '1' }], queryParams: [{ type: 'RegularExpression', name: 'q', value: '.+' }] },
    { headers: [['x', { exact: '1' }]], queryParams: [['q', { regex: '.+' }]] },
  ],
])('an HTTPRoute with %j', (match, expected) => {
  expect(httpMatch(match)).toEqual({ ...anyMatch, uri: { prefix: '/' }, ...expected });
});

test.each([
  [undefined, undefined],
  [{ service: 'a.B', method: 'Get' }, { exact: '/a.B/Get' }],
  [{ service: 'a.B' }, { prefix: '/a.B/' }],
  [{ method: 'Get' }, { regex: '/[^/]+/Get' }],
  [{ type: 'RegularExpression', service: 'a.*' }, { regex: '/a.*/.+' }],
])('a GRPCRoute with the method %j', (method, uri) => {
  const match = { method, headers: [{ name: 'x', value: '1' }] } as unknown as Parameters<typeof grpcMatch>[0];
  expect(grpcMatch(match)).toEqual({ ...anyMatch, uri, headers: [['x', { exact: '1' }]] });
});
