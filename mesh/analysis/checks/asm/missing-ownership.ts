import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

const annotations = ['owner', 'cost-center', 'data-classification'];

/** Who is called, who pays, how confidential: on the workload, on its pods, or on its namespace, which speaks for all in it. */
export const missingOwnership: Check = {
  name: 'missing-ownership',
  types: [asmCodes.ASM0017],
  run(mesh, report) {
    for (const workload of mesh.workloads) {
      const { object, namespace, cluster } = workload;
      if (object.madeFrom !== undefined || object.kind === 'WorkloadEntry') {
        continue;
      }
      const inherited = mesh.namespace(namespace).in(cluster)?.annotations ?? {};
      const missing = annotations.filter((key) =>
        [object.annotations, workload.annotations, inherited, object.labels].every(
          (given) => (given[key] ?? '') === '',
        ),
      );
      if (missing.length > 0) {
        report(asmCodes.ASM0017, object, { annotations: missing.join(', ') }, ['metadata', 'annotations']);
      }
    }
  },
};
