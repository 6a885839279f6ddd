import { expect, test } from '@jest/globals';
import { percent } from '../../../mesh/envoy/trace.js';

test.each([
  [1, '100 %'],
  [0.1, '10 %'],
  [1 / 3, '33.3333 %'],
  [0.29, '29 %'],
  [0.000001, '0.0001 %'],
  [0, '0 %'],
])('%d is %s', (share, text) => {
  expect(percent(share)).toBe(text);
});
