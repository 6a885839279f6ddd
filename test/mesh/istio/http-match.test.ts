import { expect, test } from '@jest/globals';
import { covers, type HttpMatch, isCatchAll } from '../../../mesh/istio/http-match.js';
import { matchOf } from '../envoy/fixtures.js';

test.each<[Partial<HttpMatch> | undefined, boolean]>([
  [undefined, true],
  [{}, true],
  [{ uri: { prefix: '/' } }, true],
  [{ uri: { regex: '.*' } }, true],
  [{ uri: {} }, true],
  [{ uri: { prefix: '/a' } }, false],
  [{ uri: { exact: '/' } }, false],
  [{ method: { exact: 'GET' } }, false],
  [{ headers: [['x', {}]] }, false],
  [{ withoutHeaders: [['x', {}]] }, false],
  // The port chooses the listener, and is the same for all of its routes.
  [{ port: 80 }, true],
])('%j is a catch-all: %s', (match, expected) => {
  expect(isCatchAll(match === undefined ? undefined : matchOf(match))).toBe(expected);
});

const segment = (prefix: string): Partial<HttpMatch> => ({ uri: { prefix }, segmentPrefix: true });
const get: Partial<HttpMatch> = { method: { exact: 'GET' } };
test.each<[Partial<HttpMatch>, Partial<HttpMatch>, boolean]>([
  [{}, { uri: { regex: '/a.*' } }, true],
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/ab' } }, true],
  [{ uri: { prefix: '/a' } }, { uri: { exact: '/a' } }, true],
  [{ uri: { prefix: '/ab' } }, { uri: { prefix: '/a' } }, false],
  [{ uri: { prefix: '/a' } }, { uri: { regex: '/a' } }, false],
  [{ uri: { prefix: '/a' } }, {}, false],
  [{ uri: { exact: '/a' } }, { uri: { exact: '/a' } }, true],
  [{ uri: { exact: '/a' } }, { uri: { prefix: '/a' } }, false],
  [{ uri: { regex: '/a' } }, { uri: { regex: '/a' } }, true],
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/a' }, ignoreUriCase: true }, false],
  [{ uri: { prefix: '/a' }, ignoreUriCase: true }, { uri: { prefix: '/a' } }, true],
  [segment('/a'), segment('/a/b'), true],
  [segment('/a'), segment('/ab'), false],
  [segment('/a'), { uri: { exact: '/a' } }, true],
  [segment('/a'), { uri: { prefix: '/a' } }, false],
  [get, { ...get, headers: [['x', { exact: '1' }]] }, true],
  [get, { method: { exact: 'PUT' } }, false],
  [get, {}, false],
  [{ headers: [['x', { exact: '1' }]] }, { headers: [['x', { exact: '2' }]] }, false],
])('%j covers %j: %s', (wide, narrow, expected) => {
  expect(covers(matchOf(wide), matchOf(narrow))).toBe(expected);
});

test('what takes every request is only covered by what takes every request', () => {
  expect([covers(undefined, undefined), covers(matchOf(), undefined), covers(matchOf(get), undefined)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(covers(undefined, matchOf(get))).toBe(true);
});
