/** What a policy applies to: pods by their labels, or a Gateway, Service or waypoint by name. */
export type PolicyTarget =
  | { readonly selector: Readonly<Record<string, string>> }
  | { readonly gateway: string }
  | { readonly service: string };

/** The fields of a policy that say what it applies to. */
export interface PolicyTargetFields {
  selector?: { matchLabels: Record<string, string> };
  targetRefs?: { group: string; kind: string; name: string }[];
}

/** A target as the Istio policies write it. Without a target the policy is for its namespace. */
export function policyTargetFields(target: PolicyTarget | undefined): PolicyTargetFields {
  if (target === undefined) return {};
  if ('selector' in target) return { selector: { matchLabels: { ...target.selector } } };
  if ('gateway' in target) {
    return { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: target.gateway }] };
  }
  return { targetRefs: [{ group: '', kind: 'Service', name: target.service }] };
}
