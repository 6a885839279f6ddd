import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';

/** The Service through which the Internet comes in, and its port. */
export interface Entry {
  readonly service: MeshService;
  readonly port: number;
}

/** The entry of a port, or of the node port of this number: of the Service `via`, as `namespace/name`, else of the first that has it. */
export function entryFor(mesh: Mesh, via: string | undefined, wanted: number): Entry | undefined {
  const candidates =
    via === undefined
      ? entriesOf(mesh)
      : mesh.services.filter(
          ({ registry, namespace, name }) => registry === 'kubernetes' && `${namespace}/${name}` === via,
        );
  for (const service of candidates) {
    const port = service.port(wanted)?.number ?? service.ports.find(({ nodePort }) => nodePort === wanted)?.number;
    if (port !== undefined) {
      return { service, port };
    }
  }
  return undefined;
}

const entries = new WeakMap<Mesh, readonly MeshService[]>();

/** Services of gateways, those that are open to the Internet first. */
function entriesOf(mesh: Mesh): readonly MeshService[] {
  let found = entries.get(mesh);
  if (found === undefined) {
    const order = ['internet', 'intranet', 'node', 'cluster'];
    const rank = (service: MeshService): number =>
      Math.min(...service.instances.map(({ exposure }) => order.indexOf(exposure)));
    const isGateway = (workload: Workload): boolean => workload.proxy === 'gateway';
    found = mesh.services
      .filter((service) => service.registry === 'kubernetes' && service.workloads.some(isGateway))
      .map((service, index) => ({ service, index }))
      .sort((one, other) => rank(one.service) - rank(other.service) || one.index - other.index)
      .map(({ service }) => service);
    entries.set(mesh, found);
  }
  return found;
}
