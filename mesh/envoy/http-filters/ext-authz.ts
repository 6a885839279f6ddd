import type { TrustDomains } from '../../istio/trust-domain.js';
import type { ExtAuthzFilter } from '../../proxy/http-filter.js';
import { observer } from '../observer.js';
import { policyMatches } from './policy-match.js';
import type { PolicyDecision } from './rbac.js';
import type { Subject } from './rbac-attributes.js';

/** What an external authorizer makes of a request or a connection. */
export interface AuthorizerDecision extends PolicyDecision {
  /** What a refused HTTP request gets. */
  readonly status: string;
}

/** What the external authorizers of CUSTOM policies say; `answer` is what one that can be asked would say. */
export function decideExtAuthz(
  { policies, authorizers }: ExtAuthzFilter,
  subject: Subject,
  answer: 'allow' | 'deny',
  trustDomains: TrustDomains,
): AuthorizerDecision {
  const isAmbiguous = new Set(policies.map(({ provider }) => provider)).size > 1;
  for (const policy of policies) {
    if (!policyMatches(policy, subject, false, trustDomains)) {
      continue;
    }
    const refusal = isAmbiguous
      ? { reason: 'a workload may have the policies of one provider only', status: '403' }
      : ask(authorizers, policy.provider, subject, answer);
    if (refusal !== undefined) {
      const { id } = policy;
      return { isAllowed: false, policy: id, reason: `CUSTOM policy ${id}: ${refusal.reason}`, status: refusal.status };
    }
  }
  return { isAllowed: true, policy: '', reason: '', status: '' };
}

/** Why the authorizer of a provider refuses; undefined when it does not. */
function ask(
  authorizers: ExtAuthzFilter['authorizers'],
  provider: string,
  { http }: Subject,
  answer: 'allow' | 'deny',
): { readonly reason: string; readonly status: string } | undefined {
  const authorizer = authorizers.get(provider);
  if (authorizer === undefined) {
    return { reason: `its provider ${provider} is not configured`, status: '403' };
  }
  const { absence, takesTcp } = authorizer;
  if (absence === 'allow' || (http === undefined && !takesTcp)) {
    return undefined;
  }
  if (absence !== undefined) {
    return { reason: `nothing answers for its provider ${provider}`, status: absence.status };
  }
  observer?.tested({ of: 'authorizer' }, answer === 'deny');
  return answer === 'deny' ? { reason: 'its authorizer denies', status: '403' } : undefined;
}
