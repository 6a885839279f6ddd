import { expect, test } from '@jest/globals';
import { normalizePath, readPathNormalization } from '../../../mesh/envoy/path-normalization.js';

test('the default of Istio is BASE', () => {
  expect(readPathNormalization(undefined)).toBe('BASE');
  expect(readPathNormalization({ normalization: 'DEFAULT' })).toBe('BASE');
  expect(readPathNormalization({ normalization: 'NONE' })).toBe('NONE');
});

test.each([
  ['/a/../b', '/a/../b', '/b', '/b', '/b'],
  ['/a//b', '/a//b', '/a//b', '/a/b', '/a/b'],
  ['/a/./b/.', '/a/./b/.', '/a/b/', '/a/b/', '/a/b/'],
  ['/a\\b', '/a\\b', '/a/b', '/a/b', '/a/b'],
  ['/%61%2Fb', '/%61%2Fb', '/a%2Fb', '/a%2Fb', '/a/b'],
  ['/a%5c..%2fb', '/a%5c..%2fb', '/a%5C..%2Fb', '/a%5C..%2Fb', '/b'],
  ['/a#b', '/a#b', '/a', '/a', '/a'],
  ['/..', '/..', '/', '/', '/'],
])('%s', (path, none, base, merge, decode) => {
  expect(normalizePath(path, 'NONE')).toBe(none);
  expect(normalizePath(path, 'BASE')).toBe(base);
  expect(normalizePath(path, 'MERGE_SLASHES')).toBe(merge);
  expect(normalizePath(path, 'DECODE_AND_MERGE_SLASHES')).toBe(decode);
});
