import { expect, test } from '@jest/globals';
import { policyMatches } from '../../../../mesh/envoy/http-filters/policy-match.js';
import { TrustDomains } from '../../../../mesh/istio/trust-domain.js';
import { policyOf, subjectOf, trustDomains } from './fixtures.js';

const port = (number: number) => ({ to: [{ operation: { ports: [String(number)] } }] });

test('one rule that holds is enough, and no rule matches nothing', () => {
  expect(policyMatches(policyOf('two', [port(1), port(8080)]), subjectOf(), true, trustDomains)).toBe(true);
  expect(policyMatches(policyOf('one', [port(1)]), subjectOf(), true, trustDomains)).toBe(false);
  expect(policyMatches(policyOf('none', []), subjectOf(), true, trustDomains)).toBe(false);
  expect(policyMatches(policyOf('empty rule', [{}]), subjectOf(), true, trustDomains)).toBe(true);
});

test('whether the policy allows decides about conditions on HTTP where there is none', () => {
  const get = policyOf('get', [{ to: [{ operation: { methods: ['GET'] } }] }]);
  const tcp = subjectOf({ http: undefined });
  expect([policyMatches(get, tcp, true, trustDomains), policyMatches(get, tcp, false, trustDomains)]).toEqual([
    false,
    true,
  ]);
});

test('identities of aliases of the trust domain are those of the mesh', () => {
  const cart = policyOf('cart', [{ from: [{ source: { principals: ['old/ns/shop/sa/cart'] } }] }]);
  const aliased = new TrustDomains({ trustDomain: 'cluster.local', trustDomainAliases: ['old'] });
  expect(policyMatches(cart, subjectOf(), true, aliased)).toBe(true);
  expect(policyMatches({ ...cart }, subjectOf(), true, trustDomains)).toBe(false);
});
