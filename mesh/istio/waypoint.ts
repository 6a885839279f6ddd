import { useWaypoint } from '../model/injection.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';

const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

/** The waypoint in front of a service: that of its own label, else of its namespace's. */
export function waypointOf(mesh: Mesh, service: MeshService): Workload | undefined {
  const [object] = service.objects;
  if (object === undefined) {
    return undefined;
  }
  const cluster = service.instances[0]?.cluster ?? '';
  const namespaceLabels = mesh.namespace(service.namespace).labelsIn(cluster);
  const reference = useWaypoint(object.labels, namespaceLabels, service.namespace);
  return reference === undefined
    ? undefined
    : mesh
        .workloadsIn(reference.namespace)
        .find(({ proxy, labels }) => proxy === 'waypoint' && labels[gatewayNameLabel] === reference.name);
}
