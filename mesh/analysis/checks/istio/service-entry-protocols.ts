import type { IstioSpecs } from '../../../kinds/index.js';
import type { ConfigObject, Mesh } from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import type { FieldPath } from '../../../yaml/positions.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { listSome, nameSome } from '../../wording.js';

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
    const told = new Set<ServiceEntry>();
    for (const conflict of conflictsOf(byScope)) {
      const [host = '', port = ''] = conflict.place.split(' ');
      const protocols = [...new Set(conflict.declarations.map(({ protocol }) => protocol))].sort();
      const ids = [...new Set(conflict.declarations.map(({ entry }) => entry.id))].sort();
      const serviceEntries = nameSome('ServiceEntry', ids);
      const values = { serviceEntries, host, port, protocols: listSome(protocols.map((name) => name || 'none')) };
      for (const { entry, field } of conflict.declarations) {
        // One conflict of an entry is told; with it, the others often go too.
        if (!told.has(entry)) {
          told.add(entry);
          report(istioCodes.IST0177, entry.object, values, field);
        }
      }
    }
  },
};

interface Conflict {
  /** Host and port, separated by a space. */
  readonly place: string;
  readonly declarations: readonly Declaration[];
}

/** Places with several protocols: by host and port, those that everybody sees before those of single namespaces. */
function conflictsOf(byScope: ReadonlyMap<string, ReadonlyMap<string, Declaration[]>>): readonly Conflict[] {
  const everywhere = byScope.get('*');
  const conflicts: (Conflict & { readonly scope: string })[] = [];
  for (const [scope, declarations] of byScope) {
    for (const [place, own] of declarations) {
      const all = scope === '*' ? own : [...own, ...(everywhere?.get(place) ?? [])];
      if (new Set(all.map(({ protocol }) => protocol)).size > 1) {
        conflicts.push({ scope, place, declarations: all });
      }
    }
  }
  return conflicts.sort((one, other) => compareKeys(sortKey(one), sortKey(other)));
}

function sortKey({ place, scope }: Conflict & { readonly scope: string }): readonly (string | number)[] {
  const [host = '', port = ''] = place.split(' ');
  return [host, Number(port), scope];
}

function compareKeys(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  return index < 0 ? 0 : (one[index] ?? '') < (other[index] ?? '') ? -1 : 1;
}

function declare(entry: ServiceEntry, declarations: Map<string, Declaration[]>): void {
  for (const host of new Set(entry.spec.hosts)) {
    entry.spec.ports?.forEach(({ number, protocol = '' }, index) => {
      const place = `${host} ${number ?? ''}`;
      const declaration = { entry, protocol: protocol.toUpperCase(), field: ['spec', 'ports', index] };
      append(declarations, place, declaration);
    });
  }
}

/** Namespaces that see the entry; `*` for all, `~` for none. */
function scopesOf(mesh: Mesh, entry: ServiceEntry): readonly string[] {
  const visibility = mesh.visibilityOf(entry);
  return visibility === '*' ? ['*'] : visibility.length === 0 ? ['~'] : visibility;
}
