import { expect, test } from '@jest/globals';
import { decodeToken } from '../../../../mesh/envoy/http-filters/token.js';
import { tokenOf } from './fixtures.js';

test('a token in the right form is taken for one that its issuer signed', () => {
  expect(decodeToken(tokenOf({ iss: 'me', n: 1 }))).toEqual({ claims: { iss: 'me', n: 1 } });
});

test.each([
  ['two parts', tokenOf({}).split('.').slice(0, 2).join('.')],
  ['four parts', `${tokenOf({})}.more`],
  ['no signature', tokenOf({}).replace(/[^.]+$/, '')],
  ['no algorithm', tokenOf({}, {})],
  ['claims that are a list', tokenOf([])],
  ['a header that is not JSON', `abc.${tokenOf({}).split('.')[1]}.c2ln`],
])('%s: it could not have been signed', (_, text) => {
  expect(decodeToken(text)).toEqual({ claims: undefined });
});
