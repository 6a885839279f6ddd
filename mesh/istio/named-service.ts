import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import { isVisibleIn } from '../model/visibility.js';

/**
 * The service that a host of a route or a DestinationRule means in a namespace. Names of services are lower case, and the proxy
 * compares them as written. A host of a ServiceEntry without a dot counts as a name in the namespace of the ServiceEntry.
 */
export function namedService(mesh: Mesh, host: string, namespace: string): MeshService | undefined {
  if (host !== host.toLowerCase()) {
    return undefined;
  }
  return mesh.serviceFor(host, namespace) ?? serviceOfShortName(mesh, mesh.resolve(host, namespace), namespace);
}

function serviceOfShortName(mesh: Mesh, fullName: string, fromNamespace: string): MeshService | undefined {
  const [name = '', owner, svc] = fullName.split('.');
  return svc !== 'svc'
    ? undefined
    : mesh
        .servicesAt(name)
        .find(({ namespace, visibility }) => namespace === owner && isVisibleIn(visibility, fromNamespace));
}
