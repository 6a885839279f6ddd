import { describe, expect, test } from '@jest/globals';
import { decideExtAuthz } from '../../../../mesh/envoy/http-filters/ext-authz.js';
import type { AuthorizationPolicy } from '../../../../mesh/istio/authorization-policies.js';
import type { ExternalAuthorizer } from '../../../../mesh/istio/extension-providers.js';
import { policyOf, subjectOf, trustDomains } from './fixtures.js';

const custom = (name: string, provider = 'door', rules: readonly object[] = [{}]) =>
  policyOf(name, rules, { action: 'CUSTOM', provider });
const asks: ExternalAuthorizer = { takesTcp: false, absence: undefined };
const decide = (
  policies: readonly AuthorizationPolicy[],
  authorizer: ExternalAuthorizer | undefined,
  { answer = 'deny' as 'allow' | 'deny', subject = subjectOf() } = {},
) => {
  const authorizers = new Map([['door', authorizer]]);
  return decideExtAuthz({ name: 'envoy.filters.http.ext_authz', policies, authorizers }, subject, answer, trustDomains);
};

test('the authorizer is asked about what a policy matches, and decides', () => {
  const elsewhere = custom('admin', 'door', [{ to: [{ operation: { paths: ['/admin'] } }] }]);
  expect(decide([custom('all')], asks)).toMatchObject({ isAllowed: false, policy: 'shop/all', status: '403' });
  expect(decide([custom('all')], asks, { answer: 'allow' }).isAllowed).toBe(true);
  expect(decide([elsewhere], asks).isAllowed).toBe(true);
});

test('a provider that is not configured denies', () => {
  expect(decide([custom('all')], undefined, { answer: 'allow' })).toMatchObject({ isAllowed: false, status: '403' });
});

describe('where nothing answers for the provider', () => {
  test('the request gets the status of the provider', () => {
    const absent = { takesTcp: false, absence: { status: '503' } };
    expect(decide([custom('all')], absent, { answer: 'allow' })).toMatchObject({ isAllowed: false, status: '503' });
  });
  test('it passes when the provider fails open', () => {
    expect(decide([custom('all')], { takesTcp: false, absence: 'allow' }).isAllowed).toBe(true);
  });
});

test('only an authorizer over gRPC is asked about connections without HTTP', () => {
  const subject = subjectOf({ http: undefined });
  expect(decide([custom('all')], asks, { subject }).isAllowed).toBe(true);
  expect(decide([custom('all')], { ...asks, takesTcp: true }, { subject }).isAllowed).toBe(false);
});

test('policies with different providers deny what one of them matches', () => {
  const two = [custom('one'), custom('two', 'gate')];
  expect(decide(two, asks, { answer: 'allow' })).toMatchObject({
    isAllowed: false,
    policy: 'shop/one',
    reason: expect.stringContaining('one provider only'),
  });
});
