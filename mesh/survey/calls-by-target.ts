import { type Call, CallGraph, readCallGraph } from '../istio/call-graph.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { Representatives } from './representatives.js';

/** A call of a service or a host outside the mesh. */
export interface KnownCall extends Pick<Call, 'port' | 'methods'> {
  /** `namespace/service` of the caller, or its workload when no Service leads to it. */
  readonly from: string;
  /** `namespace/workload` of one that calls. */
  readonly caller: string | undefined;
}

/**
 * Who calls a service or a host: what annotations declare, and of all others the callers that a policy names by identity and those whose containers
 * have the host. That a policy lets a whole namespace in says only who may call.
 */
export class CallsByTarget {
  private readonly declared = new Map<string, KnownCall[]>();
  private readonly others = new Map<MeshService, KnownCall[]>();

  constructor(mesh: Mesh, representatives: Representatives) {
    for (const { from, to, principal, port, methods = [] } of readCallGraph(mesh)) {
      const [caller] = representatives.ofPrincipal(principal);
      append(this.declared, to, { from, caller, port, methods });
    }
    const declaring = new Map<MeshService, Set<Workload>>();
    const names = new Map<Workload, string>();
    for (const service of mesh.services.filter(({ registry }) => registry === 'kubernetes')) {
      for (const workload of service.workloads) {
        names.set(workload, names.get(workload) ?? `${service.namespace}/${service.name}`);
      }
    }
    for (const { source, services, callers, port, methods } of CallGraph.of(mesh).calls) {
      for (const service of source === 'namespace' ? [] : services) {
        const known = declaring.get(service) ?? new Set();
        declaring.set(service, known);
        for (const workload of callers) {
          if (source !== 'annotation' && !known.has(workload)) {
            const caller = `${workload.namespace}/${workload.name}`;
            append(this.others, service, { from: names.get(workload) ?? caller, caller, port, methods });
          }
          known.add(workload);
        }
      }
    }
  }

  /** The calls of a service, or of the host that a name is. */
  of(name: string, called: MeshService | undefined): readonly KnownCall[] {
    return [
      ...(this.declared.get(name) ?? []),
      ...(called === undefined || called.host === name ? [] : (this.declared.get(called.host) ?? [])),
      ...(called === undefined ? [] : (this.others.get(called) ?? [])),
    ];
  }
}
