import type { AuthorizationPolicy } from '../../istio/authorization-policies.js';
import type { TrustDomains } from '../../istio/trust-domain.js';
import type { Subject } from './rbac-attributes.js';
import { AuthorizationRule } from './rbac-rule.js';

const compiled = new WeakMap<AuthorizationPolicy, readonly AuthorizationRule[]>();

/**
 * Whether a rule of a policy holds. `allows` is whether it allows what it matches; `trustDomains` are that of the mesh and its
 * aliases, which identities in a policy may name.
 */
export function policyMatches(
  policy: AuthorizationPolicy,
  subject: Subject,
  allows: boolean,
  trustDomains: TrustDomains,
): boolean {
  let rules = compiled.get(policy);
  if (rules === undefined) {
    rules = policy.rules.map((rule) => new AuthorizationRule(rule, policy.namespace, trustDomains));
    compiled.set(policy, rules);
  }
  return rules.some((rule) => rule.holds(subject, allows));
}
