import { expect, test } from '@jest/globals';
import { asksForPresence } from '../../../mesh/istio/string-match.js';

test.each([
  [{}, true],
  [{ exact: undefined }, true],
  [{ regex: '*' }, true],
  [{ regex: '.*' }, false],
  [{ exact: '' }, false],
  [{ prefix: '/' }, false],
])('%j asks for presence: %s', (match, expected) => {
  expect(asksForPresence(match)).toBe(expected);
});
