import { type Fields, textListOf } from '../../model/narrowing.js';

/** A rule of a Role or ClusterRole (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole). */
export interface PolicyRule {
  readonly verbs: readonly string[];
  /** The core group is `''`. Empty for a rule about URLs that are no resources. */
  readonly apiGroups: readonly string[];
  /** Plural names, with a subresource after a slash: `pods/exec`. */
  readonly resources: readonly string[];
  /** Names that the rule is limited to. Empty for every name. */
  readonly resourceNames: readonly string[];
}

/** A request to an API server, as RBAC sees it. */
export interface ResourceRequest {
  readonly verb: string;
  readonly group: string;
  /** Plural name, with a subresource after a slash. */
  readonly resource: string;
  /** Name of the object; empty for requests without one, such as `create` and `list`. @default '' */
  readonly name?: string;
}

/** A rule as a manifest has it; parts of the wrong type are left out. */
export function readPolicyRule(rule: Fields): PolicyRule {
  return {
    verbs: textListOf(rule['verbs']),
    apiGroups: textListOf(rule['apiGroups']),
    resources: textListOf(rule['resources']),
    resourceNames: textListOf(rule['resourceNames']),
  };
}

/** Whether a rule allows a request. A rule with names never allows a request without one. */
export function ruleAllows(rule: PolicyRule, { verb, group, resource, name = '' }: ResourceRequest): boolean {
  return (
    includes(rule.verbs, verb) &&
    includes(rule.apiGroups, group) &&
    rule.resources.some((wanted) => resourceMatches(wanted, resource)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  );
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

// An asterisk alone is every resource and subresource; before a slash, that subresource of every resource. `pods` is not `pods/exec`.
function resourceMatches(wanted: string, resource: string): boolean {
  const slash = resource.indexOf('/');
  return wanted === '*' || wanted === resource || (slash >= 0 && wanted === `*${resource.slice(slash)}`);
}
