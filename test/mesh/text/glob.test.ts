import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesGlob, parseGlob } from '../../../mesh/text/glob.js';

describe('globs', () => {
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['a', 'a', true],
    ['a', 'ab', false],
    ['a*', 'a', true],
    ['*a', 'ba', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*ab', 'ab', false],
    ['*ab*ab', 'abab', true],
    ['a**b', 'a\n.b', true],
    ['IST0118.*', 'IST0118', false],
  ])('%j on %j is %s', (glob, text, fits) => {
    expect(matchesGlob(parseGlob(glob), text)).toBe(fits);
  });

  test('take what an expression with `.*` for each star takes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    fc.assert(
      fc.property(glob, text, (pattern, value) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(value);
        expect(matchesGlob(parseGlob(pattern), value)).toBe(expected);
      }),
      { seed: 13, numRuns: 2000 },
    );
  });

  test('of many stars are compared in linear time', () => {
    expect(matchesGlob(parseGlob(`${'*a'.repeat(2000)}b`), 'a'.repeat(100_000))).toBe(false);
  });
});
