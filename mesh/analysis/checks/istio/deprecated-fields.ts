import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Fields that Istio will drop. */
export const deprecatedFields: Check = {
  name: 'deprecated-fields',
  types: [istioCodes.IST0002],
  run(mesh, report) {
    for (const { object, spec } of mesh.virtualServices) {
      const rule = (spec.http ?? []).findIndex(({ fault }) => (fault?.delay?.percent ?? 0) > 0);
      if (rule >= 0) {
        const values = { subject: 'fault.delay.percent', detail: 'write percentage: {value: …} instead' };
        report(istioCodes.IST0002, object, values, ['spec', 'http', rule, 'fault', 'delay', 'percent']);
      }
    }
  },
};
