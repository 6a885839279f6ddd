import type { DestinationRuleSpec } from '../api/index.js';
import type { ServiceRouting } from './service-routing.js';
import { toIstioTrafficPolicy } from './traffic-policy.js';

/** The one DestinationRule of a service: a subset for every version, whether or not a route names it yet. */
export function destinationRuleSpec(routing: ServiceRouting): DestinationRuleSpec {
  const { service } = routing;
  const trafficPolicy = toIstioTrafficPolicy(routing.policy);
  const spec: unknown = {
    host: service.name,
    ...(trafficPolicy === undefined ? {} : { trafficPolicy }),
    subsets: service.versions.map((version) => {
      const policy = toIstioTrafficPolicy(routing.versionPolicies.get(version) ?? {});
      return { name: version, labels: { version }, ...(policy === undefined ? {} : { trafficPolicy: policy }) };
    }),
  };
  // The schema's unions of load balancers are too deep for the compiler to compare; the schema itself is checked at synthesis.
  return spec as DestinationRuleSpec;
}
