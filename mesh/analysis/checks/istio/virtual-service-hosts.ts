import { isVisibleIn, type Mesh, type MeshService } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { destinationsOf } from '../../destinations.js';
import { istioCodes } from '../../istio-codes.js';
import { serviceNamed } from '../../known-hosts.js';

/** Whether the hosts and ports that a VirtualService sends requests to exist. */
export const virtualServiceHosts: Check = {
  name: 'virtual-service-hosts',
  types: [istioCodes.IST0101, istioCodes.IST0112],
  run(mesh, report) {
    for (const virtualService of mesh.virtualServices) {
      const { object, namespace } = virtualService;
      for (const { host, port, isMirror, field } of destinationsOf(virtualService)) {
        const service = serviceNamed(mesh, host, namespace);
        const at = [...field, 'host'];
        if (service === undefined) {
          report(istioCodes.IST0101, object, { kind: isMirror ? 'mirror host' : 'host', name: host }, at);
        } else if (service.registry !== 'external') {
          const ports = portsOf(service);
          if (port === undefined && ports.length > 1) {
            report(istioCodes.IST0112, object, { host, ports: ports.join(', ') }, at);
          } else if (port !== undefined && !hasPort(mesh, service, port, namespace)) {
            report(istioCodes.IST0101, object, { kind: 'host and port', name: `${host}:${port}` }, [...field, 'port']);
          }
        }
      }
    }
  },
};

/** Numbers of the ports; one that is open for TCP and for UDP is there twice, since a route must say which it means. */
function portsOf({ ports, instances }: MeshService): readonly number[] {
  const ofCluster = instances.map((instance) => instance.ports);
  const most = ofCluster.reduce((one, other) => (other.length > one.length ? other : one), ports);
  return most.map(({ number }) => number);
}

/** Whether any of the services of the host has the port: several ServiceEntries may share a host. */
function hasPort(mesh: Mesh, service: MeshService, port: number, namespace: string): boolean {
  return (
    service.port(port) !== undefined ||
    mesh
      .servicesAt(service.host)
      .some((other) => other.port(port) !== undefined && isVisibleIn(other.visibility, namespace))
  );
}
