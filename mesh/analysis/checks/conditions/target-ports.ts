import { asText, fieldsListOf } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { listSome } from '../../wording.js';

/**
 * Whether the named target ports of Services are ports of the containers that they lead to. Numbers are not looked at: a container may listen where it
 * declares nothing.
 */
export const targetPorts: Check = {
  name: 'target-ports',
  types: [asmCodes.ASM0024],
  run(mesh, report) {
    for (const { instances } of mesh.services) {
      for (const { object, selector, cluster } of instances) {
        const workloads =
          selector === undefined
            ? []
            : mesh.selectWorkloads(object.namespace, selector).filter((workload) => workload.cluster === cluster);
        for (const [index, { name, port, targetPort }] of fieldsListOf(object.spec['ports']).entries()) {
          const wanted = asText(targetPort) ?? '';
          const isNumber = /^\d*$/.test(wanted);
          if (isNumber || workloads.length === 0 || workloads.some((one) => one.portNamed(wanted) !== undefined)) {
            continue;
          }
          const names = [...new Set(workloads.flatMap(({ ports }) => ports.flatMap((one) => one.name || [])))];
          const values = {
            what: `target port ${wanted}`,
            why: `no container of its pods has a port of that name, so connections to port ${String(name ?? port)} get 503`,
            fix: names.length === 0 ? 'name the port in the container' : `the containers have ${listSome(names)}`,
          };
          const field = ['spec', 'ports', index, 'targetPort'];
          report(asmCodes.ASM0024, object, values, field, { level: 'error' });
        }
      }
    }
  },
};
