import { type Labels, matchesLabels } from '../model/labels.js';
import type { Workload } from '../model/workload.js';

const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

/** What a policy names in `targetRef` or `targetRefs`. */
export interface TargetReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** The parts of a policy that say which workloads it is for. */
export interface TargetedPolicy {
  readonly namespace: string;
  readonly selector: Labels | undefined;
  readonly spec: { readonly targetRef?: unknown; readonly targetRefs?: unknown };
}

/** A service that a waypoint stands in front of, for policies that name it. */
export interface FrontedService {
  readonly name: string;
  readonly namespace: string;
  readonly isKubernetes: boolean;
}

/**
 * Whether an AuthorizationPolicy or RequestAuthentication is for the proxy of a workload. One with `targetRefs` is for Gateway API
 * gateways and waypoints only; one with a selector is for others, and for gateways without waypoints.
 */
export function isForWorkload(
  policy: TargetedPolicy,
  workload: Workload,
  rootNamespace: string,
  services: readonly FrontedService[] = [],
): boolean {
  if (
    policy.namespace !== rootNamespace &&
    policy.namespace !== workload.namespace &&
    services.every(({ namespace }) => namespace !== policy.namespace)
  ) {
    return false;
  }
  const references = targetsOf(policy.spec);
  const gateway = workload.labels[gatewayNameLabel];
  if (references.length === 0) {
    const isSelectable = workload.proxy !== 'waypoint';
    const isNear = policy.namespace === rootNamespace || policy.namespace === workload.namespace;
    return isSelectable && isNear && (policy.selector === undefined || matchesLabels(workload.labels, policy.selector));
  }
  if (gateway === undefined) {
    return false;
  }
  return references.some(({ group = '', kind, name }) => {
    if (workload.proxy === 'waypoint') {
      const isService = (group === '' || group === 'core') && kind === 'Service';
      const isEntry = group === 'networking.istio.io' && kind === 'ServiceEntry';
      const fronted = services.some(
        (service) =>
          service.name === name &&
          service.namespace === policy.namespace &&
          (service.isKubernetes ? isService : isEntry),
      );
      if (fronted || (kind === 'GatewayClass' && name === 'istio-waypoint' && policy.namespace === rootNamespace)) {
        return true;
      }
    }
    return kind === 'Gateway' && name === gateway && policy.namespace === workload.namespace;
  });
}

/** The targets that a policy names: `targetRefs`, and without any the older `targetRef`. */
export function targetsOf(spec: TargetedPolicy['spec']): readonly TargetReference[] {
  const list = Array.isArray(spec.targetRefs) ? (spec.targetRefs as readonly TargetReference[]) : [];
  return list.length > 0 || spec.targetRef === undefined ? list : [spec.targetRef as TargetReference];
}

/** Whether a policy is for every workload of its namespace, or of the mesh when it is in the root namespace. */
export function isForAll({ spec, selector }: TargetedPolicy): boolean {
  return targetsOf(spec).length === 0 && (selector === undefined || Object.keys(selector).length === 0);
}
