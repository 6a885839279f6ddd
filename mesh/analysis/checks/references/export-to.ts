import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { isNamespaceThere, missingNamespace } from '../../missing-namespace.js';

/** Whether the namespaces in `exportTo` exist. */
export const exportTo: Check = {
  name: 'export-to',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    for (const { object, spec } of [...mesh.virtualServices, ...mesh.destinationRules, ...mesh.serviceEntries]) {
      for (const [index, name] of (spec.exportTo ?? []).entries()) {
        if (!['.', '*', '~'].includes(name) && !isNamespaceThere(mesh, name)) {
          const { why, circumstances } = missingNamespace(mesh, name);
          const values = { thing: `namespace ${name}`, why, effect: 'no proxy there sees the object' };
          report(istioCodes.IST0101, object, values, ['spec', 'exportTo', index], { ...circumstances, isOwn: true });
        }
      }
    }
  },
};
