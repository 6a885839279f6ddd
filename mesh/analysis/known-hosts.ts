import { isVisibleIn, type Mesh, type MeshService } from '../model/index.js';

/**
 * The service that a host of a route or a DestinationRule means in a namespace. Names of services are lower case, and the proxy
 * compares them as written. A ServiceEntry may have a host without a dot.
 */
export function serviceNamed(mesh: Mesh, host: string, namespace: string): MeshService | undefined {
  if (host !== host.toLowerCase()) {
    return undefined;
  }
  const ofShortName = mesh.servicesAt(host).find(({ visibility }) => isVisibleIn(visibility, namespace));
  return mesh.serviceFor(host, namespace) ?? ofShortName;
}
