import { expect, test } from '@jest/globals';
import { httpsTarget, isEndless, redirectTarget } from '../../../mesh/envoy/redirect.js';
import type { Redirect } from '../../../mesh/istio/route-source.js';
import { matchOf, requestOf } from './fixtures.js';

const request = requestOf({ authority: 'a.example:8080', path: '/api/x', query: 'y=1' });
const to = (parts: Partial<Redirect>, asked = request) =>
  redirectTarget(
    {
      status: 301,
      scheme: undefined,
      authority: undefined,
      port: undefined,
      takesRequestPort: false,
      path: undefined,
      prefix: undefined,
      ...parts,
    },
    asked,
    matchOf({ uri: { prefix: '/api' } }),
    8080,
  );

test.each([
  [{ scheme: 'https' }, 'https://a.example:8080/api/x?y=1'],
  [{ authority: 'b.example' }, 'http://b.example/api/x?y=1'],
  [{ path: '/new' }, 'http://a.example:8080/new?y=1'],
  [{ path: '/new?z=2' }, 'http://a.example:8080/new?z=2'],
  [{ prefix: '/v2' }, 'http://a.example:8080/v2/x?y=1'],
  [{ port: 9090 }, 'http://a.example:9090/api/x?y=1'],
  [{ scheme: 'https', port: 443 }, 'https://a.example:8080/api/x?y=1'],
  [{ authority: 'b.example', takesRequestPort: true }, 'http://b.example:8080/api/x?y=1'],
])('%j leads to %s', (redirect, target) => {
  expect(to(redirect)).toBe(target);
});

test('a port that was the default of the old scheme goes with it', () => {
  expect(to({ scheme: 'https' }, requestOf({ authority: 'a.example:80', path: '/' }))).toBe('https://a.example/');
});

test('https keeps everything else', () => {
  expect(httpsTarget(request)).toBe('https://a.example:8080/api/x?y=1');
});

test.each([
  ['http://a.example:8080/api/x?y=1', true],
  ['https://a.example:8080/api/x?y=1', false],
  ['http://a.example:8080/api/x', false],
  ['http://a.example/api/x?y=1', false],
  ['http://A.example:8080/api/x?y=1', true],
])('%s is the URL that was asked for: %s', (target, isSame) => {
  expect(isEndless(target, request)).toBe(isSame);
});

test('the port of a scheme may be written or not', () => {
  const plain = requestOf({ authority: 'a.example', path: '/' });
  expect(isEndless('http://a.example:80/', plain)).toBe(true);
});
