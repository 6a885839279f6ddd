import type { AuthorizationPolicy } from '../../istio/authorization-policies.js';
import type { TrustDomains } from '../../istio/trust-domain.js';
import type { RbacFilter } from '../../proxy/http-filter.js';
import { policyMatches } from './policy-match.js';
import type { Subject } from './rbac-attributes.js';

/** What a filter with policies says of a request or a connection. */
export interface PolicyDecision {
  readonly isAllowed: boolean;
  /** `namespace/name` of the policy that decided; empty when none did. */
  readonly policy: string;
  readonly reason: string;
}

const passed: PolicyDecision = { isAllowed: true, policy: '', reason: '' };

/** What the policies of an RBAC filter say (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/rbac_filter). */
export function decideRbac(
  { action, policies }: RbacFilter,
  subject: Subject,
  trustDomains: TrustDomains,
): PolicyDecision {
  const allows = action === 'ALLOW';
  const found = policies.find((policy) => policyMatches(policy, subject, allows, trustDomains));
  switch (action) {
    case 'LOG':
      return found === undefined ? passed : { ...passed, reason: audited(policies, subject, trustDomains) };
    case 'DENY':
      return found === undefined
        ? passed
        : { isAllowed: false, policy: found.id, reason: `DENY policy ${found.id} matches` };
    default: {
      const ids = policies.map(({ id }) => id).join(', ');
      return found === undefined
        ? { isAllowed: false, policy: policies[0]?.id ?? '', reason: `no ALLOW policy matches (${ids})` }
        : { isAllowed: true, policy: found.id, reason: `ALLOW policy ${found.id} matches` };
    }
  }
}

function audited(policies: readonly AuthorizationPolicy[], subject: Subject, trustDomains: TrustDomains): string {
  const ids = policies.filter((policy) => policyMatches(policy, subject, false, trustDomains)).map(({ id }) => id);
  return `AUDIT policy ${ids.join(', ')} matches; it only reports`;
}
