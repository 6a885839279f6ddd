import { labelWords } from '../../../assumption/assumption.js';
import { fieldsOf, type Labels, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** Whether two WorkloadGroups of a namespace have the same labels, so that nothing tells their machines apart. */
export const workloadGroupConflicts: Check = {
  name: 'workload-groups',
  types: [asmCodes.ASM0025],
  run(mesh, report) {
    const byLabels = new Map<string, MeshObject>();
    for (const object of mesh.objectsOf('networking.istio.io', 'WorkloadGroup')) {
      const labels = fieldsOf(fieldsOf(object.spec['metadata'])['labels']) as Labels;
      const key = `${object.namespace} ${labelWords(labels)}`;
      const first = byLabels.get(key);
      if (Object.keys(labels).length > 0 && first !== undefined) {
        const values = {
          what: 'the group',
          winner: `WorkloadGroup ${first.namespace}/${first.name}`,
          reason: `has the same labels (${labelWords(labels)}), so Services and policies cannot tell their machines apart`,
          fix: 'give each its own labels',
        };
        report(asmCodes.ASM0025, object, values, ['spec', 'metadata', 'labels']);
      }
      byLabels.set(key, first ?? object);
    }
  },
};
