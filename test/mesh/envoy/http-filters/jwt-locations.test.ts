import { expect, test } from '@jest/globals';
import { tokensAt } from '../../../../mesh/envoy/http-filters/jwt-locations.js';
import type { JwtLocations } from '../../../../mesh/istio/request-authentications.js';
import { requestOf } from '../fixtures.js';

const nowhere: JwtLocations = { headers: [], params: [], cookies: [] };
const bearer = { ...nowhere, headers: [{ name: 'authorization', prefix: 'Bearer ' }] };
const inHeader = (value: string | readonly string[]) =>
  tokensAt(bearer, requestOf({ headers: { authorization: value } }));

test.each([
  ['after its prefix', 'Bearer a.b.c', ['a.b.c']],
  ['with the prefix anywhere in the value', 'x Bearer a.b.c', ['a.b.c']],
  ['without the prefix', 'Basic a.b.c', []],
  ['up to a character that no token has', 'Bearer a.b.c, more', ['a.b.c']],
  ['empty', 'Bearer ', []],
])('a header: %s', (_, value, tokens) => {
  expect(inHeader(value)).toEqual(tokens);
});

test('every value of a header that is sent several times', () => {
  expect(inHeader(['Bearer one', 'Bearer two'])).toEqual(['one', 'two']);
});

test('a query parameter and a cookie by their whole names', () => {
  const locations = { ...nowhere, params: ['token'], cookies: ['session'] };
  const request = requestOf({ query: 'tokens=0&token=1', headers: { cookie: 'sessions=0; session=2' } });
  expect(tokensAt(locations, request)).toEqual(['1', '2']);
  expect(tokensAt(locations, requestOf())).toEqual([]);
});

test('headers come first, then parameters, then cookies', () => {
  const locations = { ...bearer, params: ['t'], cookies: ['t'] };
  const headers = { authorization: 'Bearer h', cookie: 't=c' };
  expect(tokensAt(locations, requestOf({ query: 't=p', headers }))).toEqual(['h', 'p', 'c']);
});
