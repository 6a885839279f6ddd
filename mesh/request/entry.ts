import type { Mesh } from '../model/mesh.js';
import type { Exposure, MeshService } from '../model/service.js';
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
    const port = portOf(service, wanted);
    if (port !== undefined) {
      return { service, port };
    }
  }
  return undefined;
}

/** A gateway's Service with a port, and who reaches it. */
export interface GatewayEntry extends Entry {
  readonly exposure: Exposure;
}

/** The Services of gateways that have a port, or a node port of this number: those open to the Internet first. */
export function gatewayEntries(mesh: Mesh, wanted: number): readonly GatewayEntry[] {
  return entriesOf(mesh).flatMap((service): readonly GatewayEntry[] => {
    const port = portOf(service, wanted);
    return port === undefined ? [] : [{ service, port, exposure: exposureOf(service) }];
  });
}

/** The Services of gateways, those open to the Internet first. */
export function gatewayServices(mesh: Mesh): readonly MeshService[] {
  return entriesOf(mesh);
}

function portOf(service: MeshService, wanted: number): number | undefined {
  return service.port(wanted)?.number ?? service.ports.find(({ nodePort }) => nodePort === wanted)?.number;
}

const order: readonly Exposure[] = ['internet', 'intranet', 'node', 'cluster'];

/** Who reaches a Service in the cluster where most do. */
export function exposureOf({ instances }: MeshService): Exposure {
  const all = new Set(instances.map(({ exposure }) => exposure));
  return order.find((exposure) => all.has(exposure)) ?? 'cluster';
}

const entries = new WeakMap<Mesh, readonly MeshService[]>();

/** Services of gateways, those that are open to the Internet first. */
function entriesOf(mesh: Mesh): readonly MeshService[] {
  let found = entries.get(mesh);
  if (found === undefined) {
    const rank = (service: MeshService): number => order.indexOf(exposureOf(service));
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
