import type { ConfigObject, IstioSpecs, Mesh } from '../../../model/index.js';
import type { FieldPath } from '../../../reader/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

type ServiceEntry = ConfigObject<IstioSpecs['ServiceEntry']>;

interface Declaration {
  readonly entry: ServiceEntry;
  readonly protocol: string;
  readonly field: FieldPath;
}

/** Whether the ServiceEntries of a host that the same proxies see agree on the protocol of each port. */
export const serviceEntryProtocols: Check = {
  name: 'service-entry-protocols',
  types: [istioCodes.IST0177],
  run(mesh, report) {
    const byScope = new Map<string, Map<string, Declaration[]>>();
    for (const entry of mesh.serviceEntries) {
      for (const scope of scopesOf(mesh, entry)) {
        const declarations = byScope.get(scope) ?? new Map<string, Declaration[]>();
        byScope.set(scope, declarations);
        declare(entry, declarations);
      }
    }
    const everywhere = byScope.get('*') ?? new Map<string, Declaration[]>();
    for (const [scope, declarations] of byScope) {
      for (const [place, own] of declarations) {
        const all = scope === '*' ? own : [...own, ...(everywhere.get(place) ?? [])];
        const protocols = [...new Set(all.map(({ protocol }) => protocol))].sort();
        if (protocols.length > 1) {
          const serviceEntries = [...new Set(all.map(({ entry }) => entry.id))].sort().join(', ');
          const [host = '', port = ''] = place.split(' ');
          const values = { serviceEntries, host, port, protocols: protocols.map((name) => name || 'none').join(', ') };
          const reported = new Set<ServiceEntry>();
          for (const { entry, field } of own) {
            if (!reported.has(entry)) {
              reported.add(entry);
              report(istioCodes.IST0177, entry.object, values, field);
            }
          }
        }
      }
    }
  },
};

function declare(entry: ServiceEntry, declarations: Map<string, Declaration[]>): void {
  for (const host of new Set(entry.spec.hosts)) {
    entry.spec.ports?.forEach(({ number, protocol = '' }, index) => {
      const place = `${host} ${number ?? ''}`;
      const declaration = { entry, protocol: protocol.toUpperCase(), field: ['spec', 'ports', index] };
      declarations.set(place, [...(declarations.get(place) ?? []), declaration]);
    });
  }
}

/** Namespaces that see the entry; `*` for all. */
function scopesOf(mesh: Mesh, entry: ServiceEntry): readonly string[] {
  const visibility = mesh.visibilityOf(entry);
  return visibility === '*' ? ['*'] : visibility;
}
