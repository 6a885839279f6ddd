import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { isDeclaredOutside, workloadsOfGateway } from '../../../istio/gateway-pods.js';
import type { ClusterService, Workload } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { ServiceSelection } from '../../service-selection.js';

/** Whether a Service sends requests to the ports on which a Gateway listens. */
export const gatewayPorts: Check = {
  name: 'gateway-ports',
  types: [istioCodes.IST0162],
  run(mesh, report) {
    if (mesh.gateways.length === 0) {
      return;
    }
    const selection = new ServiceSelection(mesh);
    for (const gateway of mesh.gateways) {
      const workloads = workloadsOfGateway(mesh, gateway);
      const closed = new Map<number, number>();
      gateway.spec.servers?.forEach(({ port }, index) => {
        if (port?.number !== undefined && !closed.has(port.number)) {
          closed.set(port.number, index);
        }
      });
      const services = openPorts(workloads, selection, closed);
      const isElsewhere = workloads.every(
        ({ namespace }) => Holdings.of(mesh).standing('Service', namespace) === 'elsewhere',
      );
      for (const [port, index] of workloads.length === 0 || isDeclaredOutside(mesh, gateway) ? [] : closed) {
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
        for (const { number, targetPort, transport } of service.ports) {
          if (transport.toUpperCase() === 'TCP') {
            closed.delete(number);
            closed.delete(Number(targetPort));
          }
        }
      }
    }
    if (closed.size === 0) {
      break;
    }
  }
  return seen.size;
}
