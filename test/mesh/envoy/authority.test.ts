import { expect, test } from '@jest/globals';
import { hostOf, splitAuthority } from '../../../mesh/envoy/authority.js';

test.each([
  ['reviews', 'reviews', undefined],
  ['reviews:9080', 'reviews', 9080],
  ['[::1]', '[::1]', undefined],
  ['[::1]:80', '[::1]', 80],
  ['reviews:0', 'reviews:0', undefined],
  ['reviews:65536', 'reviews:65536', undefined],
  ['reviews:http', 'reviews:http', undefined],
])('%s is split', (authority, host, port) => {
  expect(splitAuthority(authority)).toEqual({ host, port });
});

test.each([
  ['Reviews.Shop:9080', 'reviews.shop'],
  ['reviews:http', 'reviews'],
  ['[FD00::1]:80', '[fd00::1]'],
  ['[fd00::1]', '[fd00::1]'],
])('the host of %s is %s', (authority, host) => {
  expect(hostOf(authority)).toBe(host);
});
