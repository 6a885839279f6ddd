import { isForMesh } from '../../../istio/virtual-service-gateways.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import { type ConfigObject, HostIndex, hostsOverlap, isWildcard, type Mesh } from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import type { FieldPath } from '../../../yaml/positions.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { nameSome } from '../../wording.js';

type VirtualService = ConfigObject<IstioSpecs['VirtualService']>;

interface HostClaim {
  readonly virtualService: VirtualService;
  readonly field: FieldPath;
}

/** Whether several VirtualServices of the mesh gateway route one host where the same proxies see them. */
export const virtualServiceMeshHosts: Check = {
  name: 'virtual-service-mesh-hosts',
  types: [istioCodes.IST0109],
  run(mesh, report) {
    const claims = new Map<string, HostClaim[]>();
    for (const virtualService of mesh.virtualServices.filter(({ spec }) => isForMesh(spec))) {
      virtualService.spec.hosts?.forEach((name, index) => {
        const host = name === name.toLowerCase() ? mesh.resolve(name, virtualService.namespace) : name;
        for (const scope of scopesOf(mesh, virtualService)) {
          const key = `${scope}/${host}`;
          const claim = { virtualService, field: ['spec', 'hosts', index] };
          append(claims, key, claim);
        }
      });
    }
    const told = new Set<VirtualService>();
    const everywhere = new OverlapIndex(claims);
    for (const [key, own] of claims) {
      const all = key.startsWith('*/') ? own : [...own, ...everywhere.overlapping(key.slice(key.indexOf('/') + 1))];
      if (all.length > 1) {
        const ids = [...new Set(all.map(({ virtualService }) => virtualService.id))].sort();
        const virtualServices = nameSome('VirtualService', ids);
        const host = key.slice(key.indexOf('/') + 1);
        for (const { virtualService, field } of all) {
          // One conflict of a VirtualService is told; with it, the others often go too.
          if (!told.has(virtualService)) {
            told.add(virtualService);
            report(istioCodes.IST0109, virtualService.object, { virtualServices, host }, field);
          }
        }
      }
    }
  },
};

/** Finds the claims that everybody sees to the hosts that share a name with a host, without looking at every claim. */
class OverlapIndex {
  private readonly hosts = new HostIndex<HostClaim>();
  private readonly all: (readonly [host: string, claims: readonly HostClaim[]])[] = [];

  constructor(claims: ReadonlyMap<string, readonly HostClaim[]>) {
    for (const [key, ofHost] of claims) {
      if (key.startsWith('*/')) {
        const host = key.slice(2);
        this.all.push([host, ofHost]);
        for (const claim of ofHost) {
          this.hosts.add(host, claim);
        }
      }
    }
  }

  overlapping(host: string): readonly HostClaim[] {
    if (isWildcard(host)) {
      return this.all.flatMap(([other, claims]) => (hostsOverlap(host, other) ? claims : []));
    }
    return [...this.hosts.covering(host)].flat();
  }
}

/** Namespaces whose proxies take the routes; `*` for all, and none when it is hidden from all. */
function scopesOf(mesh: Mesh, virtualService: VirtualService): readonly string[] {
  const visibility = mesh.visibilityOf(virtualService);
  return visibility === '*' ? ['*'] : visibility;
}
