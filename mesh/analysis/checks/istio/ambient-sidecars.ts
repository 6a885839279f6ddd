import { isEmptySelector } from '../../../model/index.js';
import { hasNoSidecars, isCaptured } from '../../ambient-pods.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether a Sidecar is for workloads that have no sidecar, because ambient mode captures their traffic. */
export const ambientSidecars: Check = {
  name: 'ambient-sidecars',
  types: [istioCodes.IST0167],
  run(mesh, report) {
    for (const { object, selector, namespace } of mesh.sidecars) {
      if (isEmptySelector(selector)) {
        if (hasNoSidecars(mesh, namespace)) {
          report(istioCodes.IST0167, object, { reason: 'the namespace is in ambient mode, which has no sidecars' });
        }
      } else {
        const workloads = mesh.selectWorkloads(namespace, selector);
        if (workloads.some(isCaptured)) {
          const reason = 'selected workloads are in ambient mode and have no sidecar';
          report(istioCodes.IST0167, object, { reason }, ['spec', 'workloadSelector']);
        }
      }
    }
  },
};
