import type { MeshGateway, Waypoint } from '../gateways/gateway-api.js';
import { GATEWAY_NAMESPACE } from '../gateways/gateway-props.js';
import type { GatewaySelector } from '../gateways/gateway-servers.js';
import type { IngressGateway } from '../gateways/ingress-gateway.js';

/** What a policy applies to. */
export type PolicyTarget =
  /** Pods by their labels. */
  | { readonly selector: Readonly<Record<string, string>> }
  /** A gateway or waypoint of the program, or one made elsewhere: `IngressGateway.named('ingressgateway')`. */
  | { readonly gateway: IngressGateway | GatewaySelector | MeshGateway | Waypoint }
  /** A Gateway of the Gateway API (a waypoint is one) that is made elsewhere, by its name in the policy's namespace. */
  | { readonly gatewayApi: string }
  /** A Service, by its name in the policy's namespace. Only a waypoint reads such a policy. */
  | { readonly service: string };

/** The fields of a policy that say what it applies to. */
export interface PolicyTargetFields {
  selector?: { matchLabels: Record<string, string> };
  targetRefs?: { group: string; kind: string; name: string }[];
}

/** How a policy is written for its target. */
export interface Targeted {
  readonly fields: PolicyTargetFields;
  /** Namespace of the policy; `undefined` stands for the chart's. */
  readonly namespace: string | undefined;
  readonly problems: readonly string[];
}

/**
 * A target as the Istio policies write it. Without a target the policy is for its namespace.
 *
 * A policy for a gateway is in the namespace of the gateway, which therefore is its default.
 *
 * @param namespace the one that is given for the policy
 */
export function targeted(target: PolicyTarget | undefined, namespace: string | undefined): Targeted {
  if (target === undefined || !('gateway' in target)) return { fields: fieldsOf(target), namespace, problems: [] };
  const { gateway } = target;
  // The pods of an ingress gateway are no Gateway of the Gateway API: a targetRef would name nothing, and nothing would be protected.
  const isByPods = 'selector' in gateway;
  const home = isByPods ? GATEWAY_NAMESPACE : gateway.namespace;
  const problem = `the policy is in ${namespace}, and its gateway in ${home}; leave the namespace out, or give ${home}`;
  return {
    fields: fieldsOf(isByPods ? { selector: gateway.selector } : { gatewayApi: gateway.name }),
    namespace: home,
    problems: namespace === undefined || namespace === home ? [] : [problem],
  };
}

function fieldsOf(target: Exclude<PolicyTarget, { readonly gateway: unknown }> | undefined): PolicyTargetFields {
  if (target === undefined) return {};
  if ('selector' in target) return { selector: { matchLabels: { ...target.selector } } };
  if ('gatewayApi' in target) {
    return { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: target.gatewayApi }] };
  }
  return { targetRefs: [{ group: '', kind: 'Service', name: target.service }] };
}
