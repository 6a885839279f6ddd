import type { Mesh, MeshService } from '../model/index.js';

/**
 * The service that a host of a route or a DestinationRule means in a namespace. Names of services are lower case, and the proxy
 * compares them as written.
 */
export function serviceNamed(mesh: Mesh, host: string, namespace: string): MeshService | undefined {
  return host === host.toLowerCase() ? mesh.serviceFor(host, namespace) : undefined;
}
