import { expect, test } from '@jest/globals';
import { decideRbac } from '../../../../mesh/envoy/http-filters/rbac.js';
import type { Subject } from '../../../../mesh/envoy/http-filters/rbac-attributes.js';
import type { RbacFilter } from '../../../../mesh/proxy/http-filter.js';
import { policyOf, subjectOf, trustDomains } from './fixtures.js';

const hit = (name: string) => policyOf(name, [{}]);
const miss = (name: string) => policyOf(name, [{ to: [{ operation: { ports: ['1'] } }] }]);
const decideFor = (subject: Subject, action: RbacFilter['action'], ...policies: RbacFilter['policies']) =>
  decideRbac({ name: 'envoy.filters.http.rbac', action, policies }, subject, trustDomains);
const decide = (action: RbacFilter['action'], ...policies: RbacFilter['policies']) =>
  decideFor(subjectOf(), action, ...policies);

test('ALLOW lets in what one policy matches and nothing else', () => {
  expect(decide('ALLOW', miss('a'), hit('b'))).toEqual({
    isAllowed: true,
    policy: 'shop/b',
    reason: 'ALLOW policy shop/b matches',
  });
  expect(decide('ALLOW', miss('a'), miss('b'))).toEqual({
    isAllowed: false,
    policy: 'shop/a',
    reason: 'no ALLOW policy matches (shop/a, shop/b)',
  });
});

test('DENY keeps out what one policy matches', () => {
  expect(decide('DENY', miss('a'), hit('b'))).toMatchObject({ isAllowed: false, policy: 'shop/b' });
  expect(decide('DENY', miss('a'))).toEqual({ isAllowed: true, policy: '', reason: '' });
});

test('LOG only reports what matches', () => {
  expect(decide('LOG', hit('a'), miss('b'), hit('c'))).toEqual({
    isAllowed: true,
    policy: '',
    reason: 'AUDIT policy shop/a, shop/c matches; it only reports',
  });
  expect(decide('LOG', miss('a')).reason).toBe('');
});

test('a condition on HTTP never allows a connection without HTTP, and denies it', () => {
  const get = policyOf('get', [{ to: [{ operation: { methods: ['GET'] } }] }]);
  const tcp = subjectOf({ http: undefined });
  expect([decideFor(tcp, 'ALLOW', get).isAllowed, decideFor(tcp, 'DENY', get).isAllowed]).toEqual([false, false]);
});
