import { describe, expect, test } from '@jest/globals';
import {
  attributeTest,
  namespaceTest,
  principalTest,
  requestPrincipalTest,
  type Subject,
  serviceAccountTest,
} from '../../../../mesh/envoy/http-filters/rbac-attributes.js';
import { TrustDomains } from '../../../../mesh/istio/trust-domain.js';
import { requestOf } from '../fixtures.js';
import { subjectOf, trustDomains } from './fixtures.js';

const of = (principal: string | undefined) => subjectOf({ principal });
const cart = of('cluster.local/ns/shop/sa/cart');
const nameless = of(undefined);
const withClaims = (claims: object) =>
  subjectOf({ http: { request: requestOf(), claims: claims as Record<string, unknown> } });

describe('who sends, which only mTLS proves', () => {
  test.each([
    ['principals', principalTest(trustDomains), 'cluster.local/ns/shop/sa/cart', true],
    ['principals: a prefix', principalTest(trustDomains), 'cluster.local/ns/shop/*', true],
    ['principals: a suffix', principalTest(trustDomains), '*/sa/cart', true],
    ['principals: a part of it', principalTest(trustDomains), 'ns/shop/sa/cart', false],
    ['namespaces', namespaceTest, 'shop', true],
    ['namespaces: a prefix', namespaceTest, 'sh*', true],
    ['namespaces: the whole name', namespaceTest, 'sho', false],
    ['serviceAccounts', serviceAccountTest('shop'), 'cart', true],
    ['serviceAccounts of the namespace of the policy', serviceAccountTest('town'), 'cart', false],
    ['serviceAccounts with their namespace', serviceAccountTest('town'), 'shop/cart', true],
  ])('%s %s', (_, compile, value, expected) => {
    expect(compile([value])(cart)).toBe(expected);
    expect(compile([value])(nameless)).toBe(false);
  });

  test('* is every identity, not no identity', () => {
    const anyone = principalTest(trustDomains)(['*']);
    expect([anyone(cart), anyone(nameless)]).toEqual([true, false]);
  });

  test('trust domains with their aliases', () => {
    const aliased = new TrustDomains({ trustDomain: 'new', trustDomainAliases: ['old'] });
    const [compile] = attributeTest('source.trustDomain', 'shop', aliased);
    expect(['new', 'old', 'other'].map((domain) => compile(['old'])(of(`${domain}/ns/a/sa/b`)))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('attributes of `when`', () => {
  const claims = { iss: 'me', aud: ['a', 'b'], azp: 'app', realm: { role: 'admin' } };
  const subject: Subject = {
    ...cart,
    sourceIp: '10.0.0.7',
    remoteIp: '203.0.113.9',
    sni: 'db.example',
    http: { request: requestOf({ path: '/p', query: 'q', headers: { 'x-env': ['dev', 'test'] } }), claims },
  };
  test.each([
    ['request.headers[X-Env]', 'test', true],
    ['request.headers[x-env]', 'dev,test', false],
    ['request.headers[x-none]', '*', false],
    ['request.headers[:path]', '/p?q', true],
    ['request.headers[host]', 'web', true],
    ['request.auth.claims[iss]', 'me', true],
    ['request.auth.claims[realm][role]', 'admin', true],
    ['request.auth.audiences', 'b', true],
    ['request.auth.presenter', 'app', true],
    ['source.ip', '10.0.0.0/8', true],
    ['source.ip', '203.0.113.9', false],
    ['remote.ip', '203.0.113.9', true],
    ['source.namespace', 'shop', true],
    ['source.principal', 'cluster.local/ns/shop/sa/cart', true],
    ['source.serviceAccount', 'cart', true],
    ['destination.port', '8080', true],
    ['destination.port', '808', false],
    ['connection.sni', '*.example', true],
    ['what.is.this', '*', false],
  ])('%s %s: %s', (key, value, expected) => {
    const [compile] = attributeTest(key, 'shop', trustDomains);
    expect(compile([value])(subject)).toBe(expected);
    expect(compile(['none of it', value])(subject)).toBe(expected);
  });

  test('only those of requests and tokens need HTTP', () => {
    const needsHttp = (key: string) => attributeTest(key, 'shop', trustDomains)[1];
    expect(['request.headers[a]', 'request.auth.claims[a]', 'request.auth.principal'].map(needsHttp)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['source.ip', 'source.principal', 'destination.port', 'connection.sni'].map(needsHttp)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('issuer and subject of a token', () => {
  const ann = withClaims({ iss: 'https://me/x', sub: 'ann' });
  test.each([
    ['https://me/x/ann', true],
    ['https://me/x/bob', false],
    ['https://me/x/*', true],
    ['*/ann', true],
    ['*', true],
    ['*/bob', false],
  ])('%s: %s', (value, expected) => {
    expect(requestPrincipalTest([value])(ann)).toBe(expected);
  });

  test('a request without a verified token has none', () => {
    expect(requestPrincipalTest(['*'])(subjectOf())).toBe(false);
    expect(requestPrincipalTest(['*'])(withClaims({ iss: 'me' }))).toBe(false);
  });
});
