import { expect, test } from '@jest/globals';
import { headerText, queryParameter } from '../../../mesh/envoy/http-request.js';
import { requestOf } from './fixtures.js';

test('several values of a header are one text', () => {
  const request = requestOf({ headers: { one: 'a', two: ['b', 'c'] } });
  expect(['one', 'two', 'three'].map((name) => headerText(request, name))).toEqual(['a', 'b,c', undefined]);
});

test('of a query parameter the first value counts, as it was sent', () => {
  const query = 'a=1&b=%20&a=2&flag&c=x=y';
  expect(['a', 'b', 'flag', 'c', 'd'].map((name) => queryParameter(query, name))).toEqual([
    '1',
    '%20',
    '',
    'x=y',
    undefined,
  ]);
  expect(queryParameter('', '')).toBeUndefined();
});
