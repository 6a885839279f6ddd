import { createdAt } from '../istio/age.js';
import { areMerged } from '../istio/scoped-services.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshObject } from '../model/object.js';
import type { MeshService } from '../model/service.js';

/** An object whose effect depends on its age beside another one, which the manifests do not say. */
export interface UndecidedAge {
  readonly object: MeshObject;
  readonly host: string;
}

/**
 * ServiceEntries of one host and namespace that are not merged, and of which the manifests do not say which is the older: the control plane
 * takes the older one, and of those of the same second the one that it saw first.
 */
export function undecidedAges(mesh: Mesh): readonly UndecidedAge[] {
  const byHost = new Map<string, MeshService[]>();
  for (const service of mesh.services) {
    if (service.registry === 'service-entry') {
      append(byHost, `${service.namespace}/${service.host}`, service);
    }
  }
  return [...byHost.values()].flatMap(([first, ...others]) =>
    others.flatMap((other): readonly UndecidedAge[] => {
      const [older, object] = [first?.objects[0], other.objects[0]];
      const isUndecided =
        first !== undefined &&
        older !== undefined &&
        object !== undefined &&
        createdAt(older) === createdAt(object) &&
        !areMerged(first, other) &&
        portsOf(first) !== portsOf(other);
      return isUndecided ? [{ object, host: other.host }] : [];
    }),
  );
}

function portsOf({ ports }: MeshService): string {
  return JSON.stringify(ports.map(({ number, name, protocol }) => [number, name, protocol]));
}
