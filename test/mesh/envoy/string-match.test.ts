import { describe, expect, test } from '@jest/globals';
import { compileRegex } from '../../../mesh/envoy/string-match.js';

describe('regular expressions of RE2', () => {
  test.each([
    ['/(?i)ab+', '/ABB', true],
    ['/(?i)ab+', '/ac', false],
    ['/x(?i)ab', '/Xab', false],
    ['/(?i:ab)c', '/ABc', true],
    ['/(?i:ab)c', '/ABC', false],
    ['/(?i)[a-c]+[^x]', '/aBCy', true],
    ['/(?i)[a-c]+[^x]', '/abX', false],
    ['/(a(?i)b)c', '/aBc', true],
    ['/(a(?i)b)c', '/aBC', false],
    ['(?i)/shop', '/SHOP', true],
    ['/d/\\d{2,3}', '/d/123', true],
    ['/d/\\d{2,3}', '/d/1234', false],
    ['/(?P<name>x+)', '/xx', true],
    ['/(?i)(?P<name>x+)', '/XX', true],
    ['/(', '/(', false],
  ])('%s on %s is %s', (expression, text, fits) => {
    expect(compileRegex(expression)(text)).toBe(fits);
  });
});
