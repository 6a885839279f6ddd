import type { Mesh, MeshService, Workload } from '../../mesh/model/index.js';
import type { Node, NodeKind } from './report-data.js';

/** The id of the Internet's node. */
export const internetId = 'internet';

/** A node before what is found about it is known. */
export type PlainNode = Pick<Node, 'id' | 'kind' | 'name' | 'namespace' | 'clusters' | 'ports'>;

/** The nodes of the services, hosts and workloads of a mesh; others are added as edges lead to them. */
export class Nodes {
  private readonly found = new Map<string, PlainNode>();
  private readonly byHost = new Map<string, string>();
  private readonly byWorkload = new Map<string, string>();

  constructor(mesh: Mesh) {
    for (const service of mesh.services) {
      const id = idOf(service);
      const clusters = service.instances.map(({ cluster }) => cluster);
      const ports = service.ports.map(({ number, protocol }) => `${number} ${protocol}`);
      if (service.registry !== 'external' && !this.found.has(id)) {
        const { name, namespace, host } = service;
        const kind = kindOf(service);
        this.found.set(id, {
          id,
          kind,
          name: kind === 'host' ? host : name,
          namespace: kind === 'host' ? '' : namespace,
          clusters,
          ports,
        });
      }
      if (!this.byHost.has(service.host)) {
        this.byHost.set(service.host, id);
      }
      for (const workload of service.workloads) {
        const name = nameOf(workload);
        this.byWorkload.set(name, this.byWorkload.get(name) ?? id);
      }
    }
  }

  get all(): readonly PlainNode[] {
    return [...this.found.values()];
  }

  /** The node of a host that requests are sent to. */
  ofHost(host: string): string {
    const known = this.byHost.get(host);
    if (known !== undefined && this.found.has(known)) {
      return known;
    }
    return this.add({ id: `host:${host}`, kind: 'host', name: host, namespace: '', clusters: [], ports: [] });
  }

  /** The node of a caller, as `namespace/service` or `namespace/workload`: its service, if one leads to it. */
  ofCaller(name: string): string {
    const service = this.found.has(name) ? name : this.byWorkload.get(name);
    if (service !== undefined) {
      return service;
    }
    const [namespace = '', workload = name] = name.split('/');
    return this.add({ id: `workload:${name}`, kind: 'workload', name: workload, namespace, clusters: [], ports: [] });
  }

  /** The node of the Internet. */
  ofInternet(): string {
    return this.add({
      id: internetId,
      kind: 'internet',
      name: 'Internet',
      namespace: '',
      clusters: [],
      ports: [],
    });
  }

  /** The node that stands for any workload of a namespace. */
  ofNamespace(namespace: string): string {
    const name = `any workload of ${namespace}`;
    return this.add({ id: `callers:${namespace}`, kind: 'callers', name, namespace, clusters: [], ports: [] });
  }

  private add(node: PlainNode): string {
    if (!this.found.has(node.id)) {
      this.found.set(node.id, node);
    }
    return node.id;
  }
}

/** The id of a service's node. */
export function idOf(service: MeshService): string {
  return kindOf(service) === 'host' ? `host:${service.host}` : `${service.namespace}/${service.name}`;
}

function kindOf({ registry, workloads, isMeshExternal, instances }: MeshService): NodeKind {
  if (registry === 'kubernetes') {
    const isOutside = workloads.length === 0 && instances.some(({ externalName }) => externalName !== undefined);
    return workloads.some(({ proxy }) => proxy === 'gateway' || proxy === 'waypoint')
      ? 'gateway'
      : isOutside
        ? 'host'
        : 'service';
  }
  return isMeshExternal || workloads.length === 0 ? 'host' : 'service';
}

/** `namespace/name`. */
export function nameOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}
