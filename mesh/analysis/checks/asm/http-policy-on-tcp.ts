import { looksAtHttp } from '../../../istio/http-conditions.js';
import { guardedWorkloads } from '../../../istio/policy-workloads.js';
import { fieldsListOf, isHttp, type Mesh, type ServicePort, type Workload } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/**
 * AuthorizationPolicies that look at HTTP where the proxy sees bytes only: an ALLOW rule with such a condition never fits, and a DENY rule fits
 * everything (https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/). Only policies all of whose workloads are behind such
 * ports alone are judged.
 */
export const httpPolicyOnTcp: Check = {
  name: 'http-policy-on-tcp',
  types: [asmCodes.ASM0009],
  run(mesh, report) {
    let ports: ReadonlyMap<Workload, readonly ServicePort[]> | undefined;
    for (const policy of mesh.authorizationPolicies) {
      const index = fieldsListOf(policy.object.spec['rules']).findIndex(looksAtHttp);
      const workloads = index < 0 ? [] : guardedWorkloads(mesh, policy);
      ports ??= workloads.length === 0 ? undefined : portsByWorkload(mesh);
      const seen = workloads.flatMap((workload) => ports?.get(workload) ?? []);
      if (seen.length > 0 && workloads.every((workload) => isOpaque(ports?.get(workload) ?? []))) {
        const host = [...new Set(workloads.map(({ labels, name }) => labels['app'] ?? name))].join(', ');
        const described = [
          ...new Set(seen.map(({ number, protocol }) => `${number} (${protocol.toUpperCase()})`)),
        ].join(', ');
        const values = { settings: `HTTP conditions of rule ${index}`, host, ports: described };
        report(asmCodes.ASM0009, policy.object, values, ['spec', 'rules', index]);
      }
    }
  },
};

function portsByWorkload(mesh: Mesh): ReadonlyMap<Workload, readonly ServicePort[]> {
  const found = new Map<Workload, ServicePort[]>();
  for (const service of mesh.services) {
    for (const port of service.ports) {
      for (const { workload } of service.endpoints(port.number)) {
        if (workload !== undefined) {
          const ports = found.get(workload);
          if (ports === undefined) {
            found.set(workload, [port]);
          } else {
            ports.push(port);
          }
        }
      }
    }
  }
  return found;
}

function isOpaque(ports: readonly ServicePort[]): boolean {
  return ports.length > 0 && ports.every(({ protocol }) => protocol !== 'auto' && !isHttp(protocol));
}
