import { dirname } from 'node:path';
import { coversHost, type Mesh, type MeshObject, type MeshService } from '../model/index.js';
import { append } from '../model/labels.js';

/** Short names in routes that are Services of another namespace than the route. */
export class ShortHosts {
  private readonly byName = new Map<string, MeshService[]>();

  constructor(private readonly mesh: Mesh) {
    for (const service of mesh.services) {
      if (service.registry === 'kubernetes') {
        append(this.byName, service.name, service);
      }
    }
  }

  /** Whether the files have any Service. */
  get areKnown(): boolean {
    return this.byName.size > 0;
  }

  /** Whether a short name is no Service of the namespace of a route, and not declared either. */
  isMissing(name: string, { namespace }: MeshObject): boolean {
    const host = this.mesh.resolve(name, namespace);
    return (
      isShort(name) &&
      this.mesh.servicesAt(host).length === 0 &&
      !this.mesh.external.hosts.some((known) => known === name || coversHost(known, host))
    );
  }

  /**
   * `name.namespace` of the Services with this name that a route was probably meant for: none when its own namespace has one, and none of those that are
   * in another folder than the route, since unrelated projects often use one name.
   */
  elsewhere(name: string, route: MeshObject): readonly string[] {
    if (!this.isMissing(name, route)) {
      return [];
    }
    return (this.byName.get(name.toLowerCase()) ?? [])
      .filter(({ objects }) => objects.some((service) => isBeside(service, route)))
      .map((service) => `${service.name}.${service.namespace}`);
  }
}

function isShort(host: string): boolean {
  return host !== '' && !host.includes('.') && !host.includes('*');
}

/** Whether two objects are of one folder or of folders inside each other; objects of charts belong together. */
function isBeside({ resource: one }: MeshObject, { resource: other }: MeshObject): boolean {
  if (one.line === undefined || other.line === undefined) {
    return true;
  }
  const [first, second] = [`${dirname(one.path)}/`, `${dirname(other.path)}/`];
  return first.startsWith(second) || second.startsWith(first);
}
