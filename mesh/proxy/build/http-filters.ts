import type { AttachedPolicies } from '../../istio/authorization-policies.js';
import type { ExternalAuthorizer } from '../../istio/extension-providers.js';
import type { JwtRule } from '../../istio/request-authentications.js';
import type { HttpFilter, NetworkFilter } from '../http-filter.js';

/** What a proxy enforces, in the order of evaluation: CUSTOM policies, tokens, then DENY and ALLOW policies; AUDIT only reports. */
export function securityFilters(
  policies: AttachedPolicies,
  rules: readonly JwtRule[],
  authorizers: ReadonlyMap<string, ExternalAuthorizer | undefined>,
): readonly HttpFilter[] {
  const [custom, rbac] = [customFilters(policies, authorizers), rbacFilters(policies)];
  return rules.length === 0
    ? [...custom, ...rbac]
    : [...custom, { name: 'envoy.filters.http.jwt_authn', rules }, ...rbac];
}

/** What a proxy enforces on connections that it does not read. */
export function networkFilters(
  policies: AttachedPolicies,
  authorizers: ReadonlyMap<string, ExternalAuthorizer | undefined>,
): readonly NetworkFilter[] {
  return [...customFilters(policies, authorizers), ...rbacFilters(policies)];
}

function customFilters(
  { CUSTOM }: AttachedPolicies,
  authorizers: ReadonlyMap<string, ExternalAuthorizer | undefined>,
): readonly NetworkFilter[] {
  return CUSTOM.length === 0 ? [] : [{ name: 'envoy.filters.http.ext_authz', policies: CUSTOM, authorizers }];
}

function rbacFilters({ DENY, ALLOW, AUDIT }: AttachedPolicies): readonly NetworkFilter[] {
  const name = 'envoy.filters.http.rbac';
  return [
    ...(AUDIT.length === 0 ? [] : [{ name, action: 'LOG', policies: AUDIT } as const]),
    ...(DENY.length === 0 ? [] : [{ name, action: 'DENY', policies: DENY } as const]),
    ...(ALLOW.length === 0 ? [] : [{ name, action: 'ALLOW', policies: ALLOW } as const]),
  ];
}
