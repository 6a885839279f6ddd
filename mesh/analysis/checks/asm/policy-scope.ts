import type { Labels, Mesh, Workload } from '../../../model/index.js';

interface PolicySpec {
  readonly targetRef?: TargetReference | undefined;
  readonly targetRefs?: readonly TargetReference[] | undefined;
}
interface TargetReference {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
}
/** A policy of Istio's security or telemetry APIs. */
export interface Policy {
  readonly namespace: string;
  readonly selector: Labels | undefined;
  readonly spec: PolicySpec;
}

/** The targets that a policy names in `targetRef` and `targetRefs`. */
export function targetsOf({ spec }: Policy): readonly TargetReference[] {
  return [...(spec.targetRef === undefined ? [] : [spec.targetRef]), ...(spec.targetRefs ?? [])];
}

/**
 * The workloads that a policy applies to: those of the Gateways and Services that it targets, else those that it selects in its
 * namespace, or in all of them when it is in the root namespace.
 */
export function workloadsOf(mesh: Mesh, policy: Policy): readonly Workload[] {
  const targets = targetsOf(policy);
  if (targets.length === 0) {
    const namespace = policy.namespace === mesh.config.rootNamespace ? undefined : policy.namespace;
    return mesh.selectWorkloads(namespace, policy.selector);
  }
  return targets.flatMap(({ kind, name = '' }) => {
    switch (kind) {
      case 'Gateway':
        return mesh.selectWorkloads(policy.namespace, { 'gateway.networking.k8s.io/gateway-name': name });
      case 'Service':
        return (
          mesh.serviceFor(`${name}.${policy.namespace}.svc.${mesh.config.clusterDomain}`, policy.namespace)
            ?.workloads ?? []
        );
      default:
        return [];
    }
  });
}
