import { namedService } from '../../../istio/named-service.js';
import { gatewaysOf } from '../../../istio/virtual-service-gateways.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import { type ConfigObject, isVisibleIn, type Mesh, type MeshService } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { destinationsOf } from '../../destinations.js';
import type { Level } from '../../finding.js';
import { istioCodes } from '../../istio-codes.js';
import { missingHost } from '../../missing-host.js';
import { ShortHosts } from '../../short-hosts.js';
import { listSome, nameSome } from '../../wording.js';

type VirtualService = ConfigObject<IstioSpecs['VirtualService']>;

/** Whether the hosts and ports that a VirtualService sends requests to exist. */
export const virtualServiceHosts: Check = {
  name: 'virtual-service-hosts',
  types: [istioCodes.IST0101, istioCodes.IST0112],
  run(mesh, report) {
    const shortHosts = new ShortHosts(mesh);
    for (const virtualService of mesh.virtualServices) {
      const { object, namespace } = virtualService;
      for (const { host, port, isMirror, field } of destinationsOf(virtualService)) {
        const service = namedService(mesh, host, namespace);
        const at = [...field, 'host'];
        if (service === undefined) {
          const { why, circumstances } = missingHost(mesh, host, namespace);
          const effect = isMirror ? 'no copies are sent there' : 'requests for it get 503';
          const thing = `${isMirror ? 'mirror host' : 'host'} ${host}`;
          // ASM0010 says it better.
          const isEcho = shortHosts.elsewhere(host, object).length > 0;
          report(istioCodes.IST0101, object, { thing, why, effect }, at, { ...circumstances, isEcho });
        } else if (service.registry !== 'external') {
          const ports = portsOf(service);
          if (port === undefined && ports.length > 1) {
            const { effect, level } = portChoice(mesh, virtualService, service);
            report(istioCodes.IST0112, object, { host, ports: listSome(ports.map(String)), effect }, at, { level });
          } else if (port !== undefined && !hasPort(mesh, service, port, namespace)) {
            const numbers = [...new Set(ports)].map(String);
            const why = numbers.length === 0 ? 'it has no ports' : `it has ${nameSome('port', numbers)}`;
            const values = { thing: `port ${port} of host ${host}`, why, effect: 'requests for it get 503' };
            report(istioCodes.IST0101, object, values, [...field, 'port']);
          }
        }
      }
    }
  },
};

/**
 * What a route without a port does: a request keeps the port that it came in at, which the destination may not have.
 *
 * @returns a level other than the type's, where every port is known to fit or some are not known
 */
function portChoice(
  mesh: Mesh,
  { spec, namespace }: VirtualService,
  service: MeshService,
): { readonly effect: string; readonly level?: Level } {
  const numbers = gatewaysOf(spec, namespace).map((name): readonly number[] | undefined => {
    if (name !== 'mesh') {
      const gateway = mesh.gateways.find(({ id }) => id === name);
      return gateway?.spec.servers?.map(({ port }) => port?.number ?? 0);
    }
    const called = (spec.hosts ?? []).map((host) => namedService(mesh, host, namespace));
    return called.some((one) => one === undefined)
      ? undefined
      : called.flatMap((one) => one?.ports ?? []).map(({ number }) => number);
  });
  const unfit = numbers.flatMap((all) => all ?? []).find((number) => service.port(number) === undefined);
  if (unfit !== undefined) {
    return { effect: `requests that come in at port ${unfit} get 503` };
  }
  return numbers.some((all) => all === undefined)
    ? { effect: 'requests that come in at another port get 503', level: 'warning' }
    : { effect: 'each request keeps the port that it came in at', level: 'info' };
}

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
