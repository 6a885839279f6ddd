import { describe, expect, test } from '@jest/globals';
import { verifyTokens } from '../../../../mesh/envoy/http-filters/jwt-authn.js';
import type { JwtRule } from '../../../../mesh/istio/request-authentications.js';
import { requestOf } from '../fixtures.js';
import { tokenOf } from './fixtures.js';

const ruleOf = (parts: Partial<JwtRule> = {}): JwtRule => ({
  issuer: 'me',
  audiences: [],
  locations: { headers: [{ name: 'authorization', prefix: 'Bearer ' }], params: [], cookies: [] },
  forwardsToken: false,
  spacedClaims: ['scope', 'permission'],
  claimHeaders: [],
  payloadHeader: '',
  policy: 'shop/jwt',
  ...parts,
});
/** What becomes of a request with a token of these claims, or with another Authorization header, at second 1000. */
const verify = (claims: object | string | undefined, ...rules: readonly JwtRule[]) => {
  const authorization = typeof claims === 'object' ? `Bearer ${tokenOf(claims)}` : claims;
  const request = requestOf({ headers: authorization === undefined ? {} : { authorization } });
  return verifyTokens({ name: 'envoy.filters.http.jwt_authn', rules: [...rules] }, request, 1_000_000);
};
const accepted = (...given: Parameters<typeof verify>) => {
  const { isAccepted, status } = verify(...given);
  return isAccepted ? 'accepted' : status;
};

describe('which requests pass', () => {
  test.each([
    ['no token', undefined, 'accepted'],
    ['a token of the issuer', { iss: 'me' }, 'accepted'],
    ['another issuer', { iss: 'you' }, '401'],
    ['something else than a token', 'Bearer what', '401'],
    ['one that has expired', { iss: 'me', exp: 939 }, '401'],
    ['one that has expired, by less than clocks may differ', { iss: 'me', exp: 941 }, 'accepted'],
    ['one that is not valid yet', { iss: 'me', nbf: 1061 }, '401'],
    ['one that will be valid, by less than clocks may differ', { iss: 'me', nbf: 1059 }, 'accepted'],
  ])('%s: %s %s', (_, claims, outcome) => {
    expect(accepted(claims, ruleOf())).toBe(outcome);
  });

  test('an audience that is not wanted is 403', () => {
    const rule = ruleOf({ audiences: ['shop', 'town'] });
    expect(accepted({ iss: 'me', aud: 'road' }, rule)).toBe('403');
    expect(accepted({ iss: 'me', aud: ['road', 'town'] }, rule)).toBe('accepted');
  });

  test('one rule that takes the token is enough', () => {
    expect(accepted({ iss: 'you' }, ruleOf(), ruleOf({ issuer: 'you' }))).toBe('accepted');
  });

  test('preflights are not looked at', () => {
    const headers = { authorization: 'Bearer what', origin: 'https://a', 'access-control-request-method': 'GET' };
    const filter = { name: 'envoy.filters.http.jwt_authn', rules: [ruleOf()] } as const;
    expect(verifyTokens(filter, requestOf({ method: 'OPTIONS', headers }), 0).isAccepted).toBe(true);
    expect(verifyTokens(filter, requestOf({ method: 'GET', headers }), 0).isAccepted).toBe(false);
  });
});

describe('what goes on', () => {
  const headersOf = (...given: Parameters<typeof verify>) => Object.fromEntries(verify(...given).request.headers);

  test('the token, only where the rule forwards it', () => {
    expect(Object.keys(headersOf({ iss: 'me' }, ruleOf()))).toEqual([]);
    expect(Object.keys(headersOf({ iss: 'me' }, ruleOf({ forwardsToken: true })))).toEqual(['authorization']);
  });

  test('headers made of claims; objects are JSON in Base64', () => {
    const claimHeaders = [
      { header: 'x-who', claim: 'sub' },
      { header: 'x-deep', claim: 'a.b' },
      { header: 'x-list', claim: 'list' },
      { header: 'x-none', claim: 'none' },
    ];
    const claims = { iss: 'me', sub: 'ann', a: { b: true }, list: ['é'] };
    const headers = headersOf(claims, ruleOf({ claimHeaders, payloadHeader: 'x-all' }));
    expect(headers).toMatchObject({ 'x-who': ['ann'], 'x-deep': ['true'] });
    expect(Object.keys(headers)).not.toContain('x-none');
    const read = (name: string, encoding: BufferEncoding) =>
      JSON.parse(Buffer.from(String(headers[name]), encoding).toString());
    expect([read('x-list', 'base64'), read('x-all', 'base64url')]).toEqual([['é'], claims]);
  });

  test('a header that only rules may set is removed from what comes in', () => {
    const rules = [ruleOf({ claimHeaders: [{ header: 'x-who', claim: 'sub' }] })];
    const { request } = verifyTokens(
      { name: 'envoy.filters.http.jwt_authn', rules },
      requestOf({ headers: { 'x-who': 'admin', other: 'stays' } }),
      0,
    );
    expect([...request.headers.keys()]).toEqual(['other']);
  });

  test('claims that list words are lists, those of a refused token are none', () => {
    expect(verify({ iss: 'me', scope: 'read write', sub: 'a b' }, ruleOf()).claims).toEqual({
      iss: 'me',
      scope: ['read', 'write'],
      sub: 'a b',
    });
    expect(verify({ iss: 'you' }, ruleOf()).claims).toBeUndefined();
  });
});
