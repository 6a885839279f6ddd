import { expect, test } from '@jest/globals';
import { misspelt } from '../../../mesh/assumption/misspelt.js';

test.each([
  ['reviewz', ['reviews', 'ratings'], 'reviews'],
  ['ratings', ['reviews'], undefined],
  // Names of three letters are near to many others.
  ['api', ['app'], undefined],
  ['reviews-v2', ['reviews-v1'], undefined],
  ['shop2', ['shop1'], undefined],
  ['payments', [], undefined],
])('%s among %j', (written, names, expected) => {
  expect(misspelt(written, names)).toBe(expected);
});
