import type { Check } from '../../check.js';
import { destinationsOf, isForMesh } from '../../destinations.js';
import { istioCodes } from '../../istio-codes.js';

/**
 * Whether routes to the subsets of a host, written for the mesh, are missing on the gateway through which the host is reached too:
 * a gateway follows the VirtualService of the outer host only.
 */
export const virtualServiceIngressSubsets: Check = {
  name: 'virtual-service-ingress-subsets',
  types: [istioCodes.IST0140],
  run(mesh, report) {
    const splitting = new Map<string, Set<string>>();
    for (const virtualService of mesh.virtualServices.filter(isForMesh)) {
      const hosts = new Set(virtualService.spec.hosts?.map((host) => mesh.resolve(host, virtualService.namespace)));
      for (const { host, subset, protocol, isMirror } of destinationsOf(virtualService)) {
        if (subset !== '' && protocol === 'http' && !isMirror) {
          const name = mesh.resolve(host, virtualService.namespace);
          // Routes of another host do not hold for callers of this one, in the mesh or outside.
          if (hosts.has(name)) {
            splitting.set(name, (splitting.get(name) ?? new Set()).add(virtualService.id));
          }
        }
      }
    }
    for (const virtualService of mesh.virtualServices) {
      if ((virtualService.spec.gateways ?? []).some((gateway) => gateway !== 'mesh')) {
        for (const { host, subset, protocol, isMirror, field } of destinationsOf(virtualService)) {
          const others = splitting.get(mesh.resolve(host, virtualService.namespace));
          const names = [...(others ?? [])].filter((id) => id !== virtualService.id);
          if (subset === '' && protocol === 'http' && !isMirror && names.length > 0) {
            const values = { virtualServices: names.sort().join(', '), host };
            report(istioCodes.IST0140, virtualService.object, values, field);
          }
        }
      }
    }
  },
};
