import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService, ServicePort } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { compareAge, createdAt } from './age.js';

/** A port of a workload and the Service that leads to it. */
export interface ServerPort {
  readonly service: MeshService;
  readonly port: ServicePort;
  /** Number of the port at the pod. */
  readonly target: number;
  /** When the Service was made; empty when the manifests do not say. */
  readonly created: string;
}

/** Which Services lead to which port of which workload. */
export class ServerPorts {
  private readonly byWorkload = new Map<Workload, ServerPort[]>();
  private readonly byTarget = new Map<Workload, Map<number, ServerPort[]>>();

  constructor(mesh: Mesh) {
    const services = mesh.services
      .filter(({ registry }) => registry !== 'external')
      .map((service) => ({
        service,
        created: service.objects[0] === undefined ? '' : createdAt(service.objects[0]),
        name: service.name,
        namespace: service.namespace,
      }))
      .sort(compareAge);
    for (const { service, created } of services) {
      for (const port of service.ports) {
        for (const endpoint of service.endpoints(port.number)) {
          if (endpoint.workload !== undefined) {
            append(this.byWorkload, endpoint.workload, { service, port, target: endpoint.port, created });
          }
        }
      }
    }
  }

  /** The ports of a workload that Services lead to, those of the oldest Service first. */
  of(workload: Workload): readonly ServerPort[] {
    return this.byWorkload.get(workload) ?? [];
  }

  /**
   * What leads to a port: the oldest Service. Among Services whose age the manifests do not say, one that declares the protocol of the port
   * comes before one that leaves it to be found out.
   */
  at(workload: Workload, target: number): ServerPort | undefined {
    const all = this.targetsOf(workload).get(target) ?? [];
    const [first] = all;
    return first?.port.protocol === 'auto'
      ? (all.find(({ port, created }) => port.protocol !== 'auto' && created === '') ?? first)
      : first;
  }

  /** Whether something listens at a port of a workload, as far as its containers and Services say. */
  listens(workload: Workload, target: number): boolean {
    return (
      (workload.ports.length === 0 && this.of(workload).length === 0) ||
      workload.ports.some(({ number }) => number === target) ||
      this.targetsOf(workload).has(target)
    );
  }

  private targetsOf(workload: Workload): ReadonlyMap<number, readonly ServerPort[]> {
    let targets = this.byTarget.get(workload);
    if (targets === undefined) {
      targets = new Map();
      for (const entry of this.of(workload)) {
        append(targets, entry.target, entry);
      }
      this.byTarget.set(workload, targets);
    }
    return targets;
  }
}
