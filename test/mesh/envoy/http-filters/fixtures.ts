import type { Subject } from '../../../../mesh/envoy/http-filters/rbac-attributes.js';
import type { AuthorizationPolicy, PolicyRule } from '../../../../mesh/istio/authorization-policies.js';
import { TrustDomains } from '../../../../mesh/istio/trust-domain.js';
import { requestOf } from '../fixtures.js';

/** A mesh with the trust domain `cluster.local` and no alias. */
export const trustDomains = new TrustDomains({ trustDomain: 'cluster.local', trustDomainAliases: [] });

/** An ALLOW policy `shop/NAME`; each rule is an entry of `rules`. */
export function policyOf(name: string, rules: readonly object[], parts: Partial<AuthorizationPolicy> = {}) {
  const policy: AuthorizationPolicy = {
    id: `shop/${name}`,
    name,
    namespace: 'shop',
    created: '',
    action: 'ALLOW',
    provider: '',
    rules: rules as readonly PolicyRule[],
    ...parts,
  };
  return policy;
}

/** `GET http://web/` over mTLS from the account `cart` of namespace `shop`, at port 8080. */
export function subjectOf(parts: Partial<Subject> = {}): Subject {
  return {
    principal: 'cluster.local/ns/shop/sa/cart',
    sourceIp: undefined,
    remoteIp: undefined,
    port: 8080,
    sni: '',
    http: { request: requestOf(), claims: undefined },
    ...parts,
  };
}

/** A token in the right form with these claims, as a `bearer` header has it after the prefix. */
export function tokenOf(claims: object, header: object = { alg: 'RS256' }): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.c2lnbmVk`;
}
