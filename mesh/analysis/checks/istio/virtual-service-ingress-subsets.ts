import { type Labels, type Mesh, matchesLabels } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { destinationsOf, type WrittenDestination } from '../../destinations.js';
import { istioCodes } from '../../istio-codes.js';

/**
 * Whether routes to the subsets of a host, in a VirtualService of that host, are missing on the gateway through which the host is reached too:
 * a gateway follows the VirtualService of the outer host only.
 */
export const virtualServiceIngressSubsets: Check = {
  name: 'virtual-service-ingress-subsets',
  types: [istioCodes.IST0140],
  run(mesh, report) {
    const splitting = splittingVirtualServices(mesh);
    for (const virtualService of mesh.virtualServices) {
      if ((virtualService.spec.gateways ?? []).some((gateway) => gateway !== 'mesh')) {
        const told = new Set<string>();
        for (const { host, subset, field, ...route } of destinationsOf(virtualService)) {
          const others =
            subset === '' && isRoute(route) ? splitting.get(keyOf(mesh, host, virtualService.namespace)) : [];
          for (const [other, isWhole] of others ?? []) {
            if (!told.has(other)) {
              told.add(other);
              report(
                istioCodes.IST0140,
                virtualService.object,
                { virtualService: other, host },
                field,
                isWhole ? { level: 'info' } : {},
              );
            }
          }
        }
      }
    }
  },
};

/** By host, the VirtualServices of that host that send requests to its subsets, and whether each of these subsets has all pods anyway. */
function splittingVirtualServices(mesh: Mesh): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
  const whole = wholeSubsets(mesh);
  const splitting = new Map<string, Map<string, boolean>>();
  for (const virtualService of mesh.virtualServices) {
    for (const { host, subset, ...route } of destinationsOf(virtualService)) {
      // Routes of another host do not hold for callers of this one, in the mesh or outside.
      if (subset !== '' && isRoute(route) && virtualService.spec.hosts?.includes(host) === true) {
        const key = keyOf(mesh, host, virtualService.namespace);
        const isWhole = whole.has(`${mesh.resolve(host, virtualService.namespace)} ${subset}`);
        const ofHost = splitting.get(key) ?? new Map<string, boolean>();
        splitting.set(key, ofHost.set(virtualService.id, (ofHost.get(virtualService.id) ?? true) && isWhole));
      }
    }
  }
  return splitting;
}

/** The subsets, each with its host, that every pod of the service is in, so that it does not matter whether a route names them. */
function wholeSubsets(mesh: Mesh): ReadonlySet<string> {
  return new Set(
    mesh.destinationRules.flatMap(({ spec, namespace }) => {
      const host = mesh.resolve(spec.host ?? '', namespace);
      const workloads = mesh.servicesAt(host).flatMap((service) => service.workloads);
      const hasAll = (labels: Labels) => workloads.every((workload) => matchesLabels(workload.labels, labels));
      return (spec.subsets ?? [])
        .filter(({ labels = {} }) => workloads.length > 0 && hasAll(labels))
        .map(({ name }) => `${host} ${name}`);
    }),
  );
}

function isRoute({ protocol, isMirror }: Pick<WrittenDestination, 'protocol' | 'isMirror'>): boolean {
  return protocol === 'http' && !isMirror;
}

/** Hosts are the same when they are written the same and mean the same service. */
function keyOf(mesh: Mesh, host: string, namespace: string): string {
  return `${host} ${mesh.resolve(host, namespace)}`;
}
