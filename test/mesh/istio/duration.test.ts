import { expect, test } from '@jest/globals';
import { parseDuration } from '../../../mesh/istio/duration.js';

test.each([
  ['500ms', 500],
  ['2s', 2000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['.5s', 500],
  ['1.1s', 1100],
  ['1s1ms', 1001],
  ['10us', 0.01],
  ['10µs', 0.01],
  ['-2s', -2000],
  ['+2s', 2000],
  ['0', 0],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

// What Go's time.ParseDuration refuses.
test.each(['', '5', 's', '5 s', '1d', '5S', '2s3', '.s', '--2s'])('"%s" is not a duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
