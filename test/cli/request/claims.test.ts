import { expect, test } from '@jest/globals';
import { addClaim, type Claims } from '../../../cli/request/claims.js';

const claimsOf = (...texts: string[]) =>
  texts.reduce<Claims | undefined>((claims, text) => addClaim(text, claims), undefined);

test.each([
  [['iss=https://issuer.example'], { iss: 'https://issuer.example' }],
  [['groups=a,b'], { groups: ['a', 'b'] }],
  [['groups=a', 'groups=b'], { groups: ['a', 'b'] }],
  [['realm_access[roles]=admin'], { realm_access: { roles: 'admin' } }],
  [['a[b][c]=1', 'a[d]=x=y'], { a: { b: { c: '1' }, d: 'x=y' } }],
  [['address={"country":"CN"}', 'aud=["x"]'], { address: { country: 'CN' }, aud: ['x'] }],
  [['empty='], { empty: '' }],
])('%j', (texts, claims) => {
  expect(claimsOf(...texts)).toEqual(claims);
});

test.each([[['iss']], [['=x']], [['a[]=x']], [['a={x']], [['a=b', 'a[c]=d']]])('%j is refused', (texts) => {
  expect(() => claimsOf(...texts)).toThrow();
});
