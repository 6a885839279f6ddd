import type { Workload } from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import type { Check, Report } from '../../check.js';
import { asksForSidecar } from '../../expected-member.js';
import { istioCodes } from '../../istio-codes.js';
import { ServiceSelection } from '../../service-selection.js';
import { nameSome } from '../../wording.js';

interface PortUse {
  readonly service: string;
  readonly number: number;
  readonly transport: string;
  readonly protocol: string;
  readonly targetPort: string;
}

/** Whether the Services of one workload agree on its ports: the sidecar has one listener for each. */
export const deploymentServices: Check = {
  name: 'deployment-services',
  types: [istioCodes.IST0116, istioCodes.IST0137],
  run(mesh, report) {
    const selection = new ServiceSelection(mesh);
    for (const workload of mesh.workloads) {
      if (workload.kind === 'Deployment' && workload.object.madeFrom === undefined && asksForSidecar(mesh, workload)) {
        const uses = selection.selecting(workload).flatMap(({ object, ports }) =>
          ports.map(({ number, transport, protocol, targetPort }): PortUse => {
            const service = `${object.namespace}/${object.name}`;
            return { service, number, transport, protocol, targetPort: String(targetPort) };
          }),
        );
        checkUses(workload, uses, report);
      }
    }
  },
};

function checkUses(workload: Workload, uses: readonly PortUse[], report: Report): void {
  if (uses.length < 2) {
    return;
  }
  const deployment = workload.name;
  for (const [port, group] of groupBy(uses, ({ number }) => number)) {
    const transports = new Set(group.map(({ transport }) => transport));
    if (transports.size > 1 && !declaresEach(workload, group)) {
      // Proxies leave UDP alone, so that nothing is in conflict.
      report(istioCodes.IST0116, workload.object, { deployment, port, services: namesOf(group) }, [], {
        level: 'info',
      });
    }
  }
  for (const [targetPort, group] of groupBy(uses, (use) => use.targetPort)) {
    const ports = [...new Set(group.map(({ number }) => number))];
    if (ports.length > 1) {
      const isOneProtocol = new Set(group.map(({ protocol }) => protocol)).size === 1;
      const values = {
        ...{ deployment, services: namesOf(group), targetPort },
        ports: nameSome('port', ports.map(String)),
        effect: isOneProtocol
          ? 'takes them for one service'
          : 'reads the port by the protocol of the oldest Service; use a target port for each protocol',
      };
      report(istioCodes.IST0137, workload.object, values, [], isOneProtocol ? { level: 'info' } : {});
    }
  }
}

/** Whether the pods declare the ports of one Service in each transport, as those for DNS do: sidecars take TCP only. */
function declaresEach({ ports }: Workload, uses: readonly PortUse[]): boolean {
  const isOneService = new Set(uses.map(({ service }) => service)).size === 1;
  return (
    isOneService &&
    uses.every(({ targetPort, transport }) =>
      ports.some((port) => port.transport === transport && [String(port.number), port.name].includes(targetPort)),
    )
  );
}

function namesOf(uses: readonly PortUse[]): string {
  return nameSome('Service', [...new Set(uses.map(({ service }) => service))].sort());
}

function groupBy<K>(uses: readonly PortUse[], keyOf: (use: PortUse) => K): ReadonlyMap<K, readonly PortUse[]> {
  const groups = new Map<K, PortUse[]>();
  for (const use of uses) {
    const key = keyOf(use);
    append(groups, key, use);
  }
  return groups;
}
