import type { IstioSpecs } from '../../../kinds/index.js';
import { type ConfigObject, visibilitiesOverlap } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { byAge } from './by-age.js';

type ServiceEntry = ConfigObject<IstioSpecs['ServiceEntry']>;

/**
 * Whether two ServiceEntries give one host different things: those of one namespace are one service only where their resolution and location agree
 * (Istio, `canMergeServices`), and of one port the first counts.
 */
export const serviceEntryConflicts: Check = {
  name: 'service-entries',
  types: [asmCodes.ASM0025],
  run(mesh, report) {
    const byHost = new Map<string, ServiceEntry[]>();
    for (const entry of mesh.serviceEntries) {
      for (const host of new Set((entry.spec.hosts ?? []).map((one) => one.toLowerCase()))) {
        const known = byHost.get(host) ?? [];
        const first = known.find((one) => visibilitiesOverlap(mesh.visibilityOf(one), mesh.visibilityOf(entry)));
        const reason = first === undefined ? undefined : conflict(first, entry);
        if (first !== undefined && reason !== undefined) {
          const values = {
            what: reason.what(host),
            winner: `ServiceEntry ${first.id}`,
            reason: `${reason.because}, and ${byAge(first.object, entry.object)}`,
            fix: 'put the ports of a host in one ServiceEntry',
          };
          report(asmCodes.ASM0025, entry.object, values, ['spec', 'ports']);
        }
        byHost.set(host, [...known, entry]);
      }
    }
  },
};

interface Conflict {
  readonly what: (host: string) => string;
  readonly because: string;
}

function conflict(first: ServiceEntry, other: ServiceEntry): Conflict | undefined {
  const shared = (other.spec.ports ?? []).filter((port) =>
    (first.spec.ports ?? []).some((one) => one.number === port.number && sameProtocol(one.protocol, port.protocol)),
  );
  const [port] = shared;
  if (port !== undefined) {
    const isRepeated = JSON.stringify(endpointsOf(first)) === JSON.stringify(endpointsOf(other));
    return {
      what: (host) => `port ${port.number} of host ${host}`,
      because: isRepeated ? 'has it too' : 'has it too, with other endpoints',
    };
  }
  const differs = (field: 'resolution' | 'location'): boolean =>
    (first.spec[field] ?? '') !== (other.spec[field] ?? '');
  return first.namespace === other.namespace && differs('resolution')
    ? {
        what: (host) => `the entry for host ${host}`,
        because: `has the same host with resolution ${first.spec.resolution ?? 'NONE'}, so that they are not merged`,
      }
    : undefined;
}

/** Different protocols are IST0177. */
function sameProtocol(one: string | undefined, other: string | undefined): boolean {
  return (one ?? '').toUpperCase() === (other ?? '').toUpperCase();
}

function endpointsOf({ spec }: ServiceEntry): unknown {
  return [spec.endpoints ?? [], spec.workloadSelector ?? {}, spec.resolution ?? ''];
}
