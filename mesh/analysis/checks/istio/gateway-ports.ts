import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { isDeclaredOutside, workloadsOfGateway } from '../../../istio/gateway-pods.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import {
  type ClusterService,
  type ConfigObject,
  type Labels,
  type Mesh,
  matchesLabels,
  type Workload,
} from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import type { Check, Report } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { ServiceSelection } from '../../service-selection.js';

type Gateway = ConfigObject<IstioSpecs['Gateway']>;

/** Whether a Service sends requests to the ports on which a Gateway listens. */
export const gatewayPorts: Check = {
  name: 'gateway-ports',
  types: [istioCodes.IST0162],
  run(mesh, report) {
    if (mesh.gateways.length === 0) {
      return;
    }
    const selection = new ServiceSelection(mesh);
    let byPair: ReturnType<typeof servicesByPair> | undefined;
    for (const gateway of mesh.gateways) {
      const workloads = workloadsOfGateway(mesh, gateway);
      if (workloads.length === 0 && isDeclaredOutside(mesh, gateway)) {
        continue;
      }
      const closed = new Map<number, number>();
      gateway.spec.servers?.forEach(({ port }, index) => {
        if (port?.number !== undefined && !closed.has(port.number)) {
          closed.set(port.number, index);
        }
      });
      if (workloads.length === 0) {
        byPair ??= servicesByPair(mesh);
        reportBeside(gateway, servicesFor(gateway.spec.selector, byPair), closed, report);
        continue;
      }
      const services = openPorts(workloads, selection, closed);
      const isElsewhere = workloads.every(
        ({ namespace }) => Holdings.of(mesh).standing('Service', namespace) === 'elsewhere',
      );
      for (const [port, index] of isDeclaredOutside(mesh, gateway) ? [] : closed) {
        const assumption =
          services === 0 && isElsewhere ? assume.gatewayService(gateway.spec.selector, port) : undefined;
        report(istioCodes.IST0162, gateway.object, { port }, ['spec', 'servers', index, 'port'], { assumption });
      }
    }
  },
};

/** Takes away the ports that some Service opens; stops when none is left. Gives the number of Services that it has looked at. */
function openPorts(workloads: readonly Workload[], selection: ServiceSelection, closed: Map<number, number>): number {
  const seen = new Set<ClusterService>();
  for (const workload of workloads) {
    for (const service of [...selection.selecting(workload), ...selection.unselective(workload)]) {
      if (!seen.has(service)) {
        seen.add(service);
        open(service, closed);
      }
    }
    if (closed.size === 0) {
      break;
    }
  }
  return seen.size;
}

/** Takes away the ports that a Service opens. */
function open(service: ClusterService, closed: Map<number, number>): void {
  for (const { number, targetPort, transport } of service.ports) {
    if (transport.toUpperCase() === 'TCP') {
      closed.delete(number);
      closed.delete(Number(targetPort));
    }
  }
}

/** Services of all clusters by each pair of their selector. */
function servicesByPair(mesh: Mesh): ReadonlyMap<string, readonly ClusterService[]> {
  const byPair = new Map<string, ClusterService[]>();
  for (const instance of mesh.services.flatMap(({ instances }) => instances)) {
    for (const [key, value] of Object.entries(instance.selector ?? {})) {
      append(byPair, `${key}=${value}`, instance);
    }
  }
  return byPair;
}

/** The Services all of whose pods a Gateway selects: they ask for each label that it asks for. */
function servicesFor(
  selector: Labels = {},
  byPair: ReadonlyMap<string, readonly ClusterService[]>,
): readonly ClusterService[] {
  const [pair] = Object.entries(selector);
  const services = pair === undefined ? [] : (byPair.get(`${pair[0]}=${pair[1]}`) ?? []);
  return services.filter((service) => matchesLabels(service.selector ?? {}, selector));
}

/** Reports the ports that no Service opens where the pods are in none of the files, unless a Service sends to ports by their names. */
function reportBeside(
  { object }: Gateway,
  services: readonly ClusterService[],
  closed: Map<number, number>,
  report: Report,
): void {
  for (const service of services) {
    open(service, closed);
  }
  const isNamed = services.some(({ ports }) => ports.some(({ targetPort }) => Number.isNaN(Number(targetPort))));
  for (const [port, index] of services.length === 0 || isNamed ? [] : closed) {
    report(istioCodes.IST0162, object, { port }, ['spec', 'servers', index, 'port'], { isOwn: true });
  }
}
