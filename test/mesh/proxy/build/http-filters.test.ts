import { expect, test } from '@jest/globals';
import type { AuthorizationPolicy, PolicyAction } from '../../../../mesh/istio/authorization-policies.js';
import type { JwtRule } from '../../../../mesh/istio/request-authentications.js';
import { networkFilters, securityFilters } from '../../../../mesh/proxy/build/http-filters.js';

const policy = (action: PolicyAction): AuthorizationPolicy => ({
  id: `shop/${action}`,
  name: action,
  namespace: 'shop',
  created: '',
  action,
  provider: '',
  rules: [],
});
const none = { CUSTOM: [], DENY: [], ALLOW: [], AUDIT: [] };
const all = { CUSTOM: [policy('CUSTOM')], DENY: [policy('DENY')], ALLOW: [policy('ALLOW')], AUDIT: [policy('AUDIT')] };
const rules = [{ issuer: 'me' } as JwtRule];
const short = (filters: readonly object[]) =>
  filters.map((filter) => ('action' in filter ? filter.action : 'rules' in filter ? 'tokens' : 'CUSTOM'));

test.each([
  ['in the order of evaluation', all, rules, ['CUSTOM', 'tokens', 'LOG', 'DENY', 'ALLOW']],
  ['tokens alone', none, rules, ['tokens']],
  ['nothing', none, [], []],
  ['one action alone', { ...none, ALLOW: all.ALLOW }, [], ['ALLOW']],
])('requests: %s', (_, policies, tokens, expected) => {
  expect(short(securityFilters(policies, tokens, new Map()))).toEqual(expected);
});

test('connections have the same without tokens', () => {
  expect(short(networkFilters(all, new Map()))).toEqual(['CUSTOM', 'LOG', 'DENY', 'ALLOW']);
  expect(networkFilters({ ...none, DENY: all.DENY }, new Map())).toEqual([
    { name: 'envoy.filters.http.rbac', action: 'DENY', policies: all.DENY },
  ]);
});
