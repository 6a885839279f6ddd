import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { type FrontedService, isForWorkload, type TargetedPolicy, targetsOf } from './policy-attachment.js';
import { waypointOf } from './waypoint.js';

const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

/** A proxy that enforces a policy, and of a waypoint the service for which it does. */
export interface PolicyPlace {
  readonly proxy: Workload;
  /** Absent where the policy holds whatever service is asked for. */
  readonly service?: FrontedService;
}

/**
 * The workloads that a policy is written for: those behind the services that it targets, those of the gateways that it targets, else those that it
 * selects in its namespace, or in all of them when it is in the root namespace.
 */
export function guardedWorkloads(mesh: Mesh, policy: TargetedPolicy): readonly Workload[] {
  if (targetsOf(policy.spec).length === 0) {
    return selectedWorkloads(mesh, policy);
  }
  const services = targetedServices(mesh, policy).flatMap((service) => service.workloads);
  return [...new Set([...services, ...targetedProxies(mesh, policy)])];
}

/** Where a policy is enforced, as {@link isForWorkload} decides; empty when the manifests have no such proxy. */
export function placesOfPolicy(mesh: Mesh, policy: TargetedPolicy): readonly PolicyPlace[] {
  const root = mesh.config.rootNamespace;
  if (targetsOf(policy.spec).length === 0) {
    return selectedWorkloads(mesh, policy)
      .filter((proxy) => isForWorkload(policy, proxy, root))
      .map((proxy) => ({ proxy }));
  }
  const atWaypoints = targetedServices(mesh, policy).flatMap((service): readonly PolicyPlace[] => {
    const proxy = waypointOf(mesh, service);
    return proxy === undefined ? [] : [{ proxy, service: frontedService(service) }];
  });
  const atProxies = targetedProxies(mesh, policy).filter((proxy) => isForWorkload(policy, proxy, root));
  return [...atWaypoints, ...atProxies.map((proxy) => ({ proxy }))];
}

/** Whether a policy is enforced at a place. */
export function holdsAt(mesh: Mesh, policy: TargetedPolicy, { proxy, service }: PolicyPlace): boolean {
  return isForWorkload(policy, proxy, mesh.config.rootNamespace, service === undefined ? [] : [service]);
}

function selectedWorkloads(mesh: Mesh, { namespace, selector }: TargetedPolicy): readonly Workload[] {
  return mesh.selectWorkloads(namespace === mesh.config.rootNamespace ? undefined : namespace, selector);
}

/** The gateways and waypoints that a policy targets by name or by class. */
function targetedProxies(mesh: Mesh, policy: TargetedPolicy): readonly Workload[] {
  return targetsOf(policy.spec).flatMap(({ kind, name = '' }) => {
    switch (kind) {
      case 'Gateway':
        return mesh.selectWorkloads(policy.namespace, { [gatewayNameLabel]: name });
      case 'GatewayClass':
        return policy.namespace === mesh.config.rootNamespace
          ? mesh.workloads.filter(({ proxy, labels }) => proxy === 'waypoint' && gatewayNameLabel in labels)
          : [];
      default:
        return [];
    }
  });
}

/** The services that a policy targets by name; empty for one that selects workloads. */
export function targetedServices(mesh: Mesh, { namespace, spec }: TargetedPolicy): readonly MeshService[] {
  return targetsOf(spec).flatMap(({ kind, name = '' }) => {
    switch (kind) {
      case 'Service':
        return mesh.servicesAt(`${name}.${namespace}.svc.${mesh.config.clusterDomain}`);
      case 'ServiceEntry':
        return mesh.services.filter(
          (service) => service.registry === 'service-entry' && service.namespace === namespace && service.name === name,
        );
      default:
        return [];
    }
  });
}

function frontedService({ name, namespace, registry }: MeshService): FrontedService {
  return { name, namespace, isKubernetes: registry === 'kubernetes' };
}
