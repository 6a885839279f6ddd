import { matchesLabels } from '../model/labels.js';
import { fieldsOf, labelsOf } from '../model/narrowing.js';
import { MeshService, type ServicePort } from '../model/service.js';
import { createdAt } from './age.js';

/** A service as a scope imports it, possibly with some of its ports only. */
export interface ScopedService {
  readonly service: MeshService;
  readonly ports: readonly ServicePort[];
}

/** Services in the order in which the control plane takes them: the oldest first; of equal or unknown age as the mesh has them. */
export function oldestFirst(services: readonly MeshService[]): readonly MeshService[] {
  const created = new Map(services.map((service) => [service, creationOf(service)]));
  const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
  return [...services].sort((one, other) => compare(created.get(one) ?? '', created.get(other) ?? ''));
}

function creationOf({ objects: [object] }: MeshService): string {
  return object === undefined ? '' : createdAt(object);
}

/**
 * The imported services without those of other namespaces for the same host: of one host those of the own namespace stay, else those of
 * the first namespace with a Kubernetes Service, else of the first. A namespace may have several: each has listeners and routes.
 */
export function oneNamespacePerHost(services: readonly ScopedService[], namespace: string): readonly ScopedService[] {
  const chosen = new Map<string, MeshService>();
  for (const { service } of services) {
    const existing = chosen.get(service.host);
    const wins =
      existing === undefined ||
      (service.namespace === namespace && existing.namespace !== namespace) ||
      (existing.registry !== 'kubernetes' && service.registry === 'kubernetes' && existing.namespace !== namespace);
    if (wins) {
      chosen.set(service.host, service);
    }
  }
  return services.filter(({ service }) => chosen.get(service.host)?.namespace === service.namespace);
}

/**
 * Adds a service to those that a proxy has clusters for. Of two for one host the first stays, a Kubernetes one takes its place, and two
 * ServiceEntries that are alike but for their ports become one (Istio, `appendSidecarServices`).
 */
export function addService(services: Map<string, ScopedService>, added: ScopedService): void {
  const { host, registry } = added.service;
  const existing = services.get(host);
  if (existing === undefined || (existing.service.registry !== 'kubernetes' && registry === 'kubernetes')) {
    services.set(host, added);
  } else if (existing.service === added.service) {
    services.set(host, { service: existing.service, ports: union(existing.ports, added.ports) });
  } else if (areMerged(existing.service, added.service)) {
    const service = merged(existing.service, added.service);
    services.set(host, { service, ports: union(existing.ports, added.ports) });
  }
}

function union(ports: readonly ServicePort[], added: readonly ServicePort[]): readonly ServicePort[] {
  const fresh = added.filter(({ number }) => !ports.some((port) => port.number === number));
  return fresh.length === 0 ? ports : [...ports, ...fresh];
}

/** Whether two services of one host become one: they differ in their ports, and in nothing that decides how they are reached. */
export function areMerged(one: MeshService, other: MeshService): boolean {
  const [a, b] = [one.objects[0], other.objects[0]];
  if (one.registry !== 'service-entry' || other.registry !== 'service-entry' || a === undefined || b === undefined) {
    return false;
  }
  const selector = ({ spec }: typeof a) => labelsOf(fieldsOf(spec['workloadSelector'])['labels']);
  const same = (x: Readonly<Record<string, string>>, y: Readonly<Record<string, string>>): boolean =>
    matchesLabels(x, y) && matchesLabels(y, x);
  const exported = ({ spec }: typeof a): string => JSON.stringify([spec['exportTo'] ?? []].flat().sort());
  return (
    one.namespace === other.namespace &&
    (a.spec['resolution'] ?? 'NONE') === (b.spec['resolution'] ?? 'NONE') &&
    same(a.labels, b.labels) &&
    same(selector(a), selector(b)) &&
    exported(a) === exported(b)
  );
}

const made = new WeakMap<MeshService, WeakMap<MeshService, MeshService>>();

function merged(one: MeshService, other: MeshService): MeshService {
  let withOther = made.get(one);
  if (withOther === undefined) {
    withOther = new WeakMap();
    made.set(one, withOther);
  }
  let service = withOther.get(other);
  if (service === undefined) {
    service = new MeshService(
      one.registry,
      one.host,
      one.name,
      one.namespace,
      union(one.ports, other.ports),
      one.visibility,
      one.resolution,
      one.isMeshExternal,
      one.instances,
      [...one.objects, ...other.objects],
      (_, { number }) => (one.port(number) === undefined ? other : one).endpoints(number),
    );
    withOther.set(other, service);
  }
  return service;
}
