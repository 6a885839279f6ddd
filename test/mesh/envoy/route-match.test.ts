import { describe, expect, test } from '@jest/globals';
import { claimMatches, HttpCondition, readBrackets } from '../../../mesh/envoy/route-match.js';
import { compileTextMatch } from '../../../mesh/envoy/string-match.js';
import type { HttpMatch } from '../../../mesh/istio/http-match.js';
import { matchOf, requestOf } from './fixtures.js';

const holds = (match: Partial<HttpMatch>, request: Parameters<typeof requestOf>[0] = {}, claims?: object) =>
  new HttpCondition(matchOf(match)).holds(requestOf(request), claims as Record<string, unknown> | undefined);

describe('paths', () => {
  test.each([
    ['exact', { uri: { exact: '/a' } }, '/a', true],
    ['exact, longer', { uri: { exact: '/a' } }, '/a/', false],
    ['a prefix ends anywhere', { uri: { prefix: '/a' } }, '/ab', true],
    ['a prefix of segments ends at one', { uri: { prefix: '/a' }, segmentPrefix: true }, '/ab', false],
    ['a prefix of segments, itself', { uri: { prefix: '/a/' }, segmentPrefix: true }, '/a', true],
    ['a prefix of segments, below', { uri: { prefix: '/a' }, segmentPrefix: true }, '/a/b', true],
    ['/ is every path', { uri: { prefix: '/' }, segmentPrefix: true }, '/any', true],
    ['an expression fits the whole path', { uri: { regex: '/a' } }, '/a/b', false],
    ['case counts', { uri: { prefix: '/A' } }, '/a', false],
    ['unless it is ignored', { uri: { prefix: '/A' }, ignoreUriCase: true }, '/a', true],
    ['never of an expression', { uri: { regex: '/A' }, ignoreUriCase: true }, '/a', false],
  ])('%s', (_, match, path, expected) => {
    expect(holds(match, { path, query: 'never=compared' })).toBe(expected);
  });
});

describe('headers', () => {
  const sent = { headers: { 'x-a': 'one', 'x-two': ['b', 'c'] } };
  test.each([
    ['a name in any case', { headers: [['X-A', { exact: 'one' }]] }, true],
    ['several values are one text', { headers: [['x-two', { exact: 'b,c' }]] }, true],
    ['presence', { headers: [['x-a', {}]] }, true],
    ['presence of what is not sent', { headers: [['x-b', {}]] }, false],
    ['what is not sent fits nothing', { headers: [['x-b', { regex: '.*' }]] }, false],
    ['without: another value', { withoutHeaders: [['x-a', { exact: 'two' }]] }, true],
    ['without: this value', { withoutHeaders: [['x-a', { exact: 'one' }]] }, false],
    ['without: not sent', { withoutHeaders: [['x-b', { exact: 'one' }]] }, true],
    ['without: presence', { withoutHeaders: [['x-a', {}]] }, false],
    [
      'all of them',
      {
        headers: [
          ['x-a', {}],
          ['x-b', {}],
        ],
      },
      false,
    ],
    [':authority', { headers: [[':authority', { exact: 'web' }]] }, true],
    [':path has the query', { headers: [[':path', { exact: '/?q=1' }]] }, true],
  ] as readonly (readonly [string, Partial<HttpMatch>, boolean])[])('%s', (_, match, expected) => {
    expect(holds(match, { ...sent, query: 'q=1' })).toBe(expected);
  });
});

test('method, authority, scheme and parameters', () => {
  const request = { method: 'PUT', authority: 'a.example', scheme: 'https', query: 'v=2&w' };
  const queryParams = (name: string, match: object) => ({ queryParams: [[name, match]] as HttpMatch['queryParams'] });
  expect(
    [
      { method: { exact: 'PUT' } },
      { authority: { prefix: 'a.' } },
      { scheme: { exact: 'https' } },
      queryParams('v', { exact: '2' }),
      queryParams('w', {}),
    ].map((match) => holds(match, request)),
  ).toEqual([true, true, true, true, true]);
  expect(
    [
      { method: { exact: 'GET' } },
      { authority: { exact: 'b.example' } },
      { scheme: { exact: 'http' } },
      queryParams('v', { exact: '3' }),
      queryParams('u', {}),
    ].map((match) => holds(match, request)),
  ).toEqual([false, false, false, false, false]);
});

test('what fails is named', () => {
  const condition = new HttpCondition(matchOf({ uri: { prefix: '/a' }, headers: [['x-a', { exact: 'one' }]] }));
  expect(condition.failure(requestOf({ path: '/b' }), undefined)).toBe('path prefix /a');
  expect(condition.failure(requestOf({ path: '/a' }), undefined)).toBe('header x-a exact one');
  expect(condition.failure(requestOf({ path: '/a', headers: { 'x-a': 'one' } }), undefined)).toBeUndefined();
});

describe('claims of a verified token', () => {
  const claims = { sub: 'ann', groups: ['dev', 'ops'], realm: { role: 'admin' }, scope: 'read write', age: 7 };
  const claim = (key: string, value: string, inverted = false) =>
    holds(
      { [inverted ? 'withoutHeaders' : 'headers']: [[`@request.auth.claims${key}`, { exact: value }]] },
      {},
      claims,
    );
  test.each([
    ['.sub', 'ann', true],
    ['.realm.role', 'admin', true],
    ['[realm][role]', 'admin', true],
    ['.groups', 'ops', true],
    ['.groups', 'dev,ops', false],
    ['.scope', 'write', true],
    ['.sub', 'a', false],
    ['.age', '7', false],
  ])('%s exact %s: %s', (key, value, expected) => {
    expect(claim(key, value)).toBe(expected);
    expect(claim(key, value, true)).toBe(!expected);
  });
  test('without a token none fits', () => {
    expect(claimMatches(undefined, ['sub'], compileTextMatch({}))).toBe(false);
  });
  test('brackets keep dots in a name', () => {
    expect(readBrackets('[a.b][c]')).toEqual(['a.b', 'c']);
  });
});
