import type { DestinationRuleSpec } from '../api/index.js';
import { versionServiceName } from './http-route-form.js';
import type { ServiceRouting } from './service-routing.js';
import { toIstioTrafficPolicy } from './traffic-policy.js';

/** The one DestinationRule of a service: a subset for every version, whether or not a route names it yet. */
export function destinationRuleSpec(routing: ServiceRouting): DestinationRuleSpec {
  const { name, versions } = routing.service;
  const subsets = versions.map((version) => ({
    name: version,
    labels: { version },
    trafficPolicy: toIstioTrafficPolicy(routing.versionPolicies.get(version) ?? {}),
  }));
  return {
    host: name,
    trafficPolicy: toIstioTrafficPolicy(routing.policy),
    subsets: subsets.length === 0 ? undefined : subsets,
  };
}

/**
 * The DestinationRule of one version's own Service, to which an HTTPRoute sends: what is said of the whole service does
 * not reach that host by itself.
 */
export function versionDestinationRuleSpec(routing: ServiceRouting, version: string): DestinationRuleSpec {
  const policy = { ...routing.policy, ...routing.versionPolicies.get(version) };
  return { host: versionServiceName(routing.service.name, version), trafficPolicy: toIstioTrafficPolicy(policy) };
}
