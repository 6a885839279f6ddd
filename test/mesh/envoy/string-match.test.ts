import { describe, expect, test } from '@jest/globals';
import { compilePolicyPath, compilePolicyValue, compileTextMatch } from '../../../mesh/envoy/string-match.js';

describe('string matches', () => {
  test.each([
    [{}, '', true],
    [{ exact: 'a' }, 'a', true],
    [{ exact: 'a' }, 'A', false],
    [{ prefix: '/a' }, '/ab', true],
    [{ regex: '*' }, 'anything', true],
    [{ regex: '/v[0-9]+' }, '/v12', true],
    [{ regex: '/v[0-9]+' }, '/v12/x', false],
    [{ regex: '/(' }, '/(', false],
  ])('%j on %j is %s', (match, text, fits) => {
    expect(compileTextMatch(match)(text)).toBe(fits);
  });

  test('in any case', () => {
    expect(compileTextMatch({ exact: '/A' }, true)('/a')).toBe(true);
    expect(compileTextMatch({ prefix: '/A' }, true)('/aB')).toBe(true);
  });
});

describe('values of an AuthorizationPolicy', () => {
  test.each([
    ['*', '', false],
    ['*', 'a', true],
    ['a', 'a', true],
    ['a*', 'ab', true],
    ['*b', 'ab', true],
    ['*b', 'ba', false],
    ['a.*', 'ab', false],
  ])('%j on %j is %s', (value, text, fits) => {
    expect(compilePolicyValue(value)(text)).toBe(fits);
  });

  test.each([
    ['/a/{*}', '/a/b', true],
    ['/a/{*}', '/a/', false],
    ['/a/{*}', '/a/b/c', false],
    ['/a/{*}/c', '/a/x=1*/c', true],
    ['/a/{*}', '/a/[b]', false],
    ['/a/{**}', '/a/', true],
    ['/a/{**}', '/a/b/c', true],
    ['/{*}.b/{**}', '/{*}.b/c', false],
    ['/a+(b)/{*}', '/a+(b)/c', true],
  ])('template %j on %j is %s', (path, text, fits) => {
    expect(compilePolicyPath(path)(text)).toBe(fits);
  });
});
