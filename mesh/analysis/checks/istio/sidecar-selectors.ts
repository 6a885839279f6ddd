import { labelWords } from '../../../assumption/assumption.js';
import { isEmptySelector } from '../../../model/index.js';
import { hasNoSidecars, isCaptured } from '../../ambient-pods.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { missingPods } from '../../missing-pods.js';
import { claimsOf, namesOf } from '../../workload-claims.js';

const selectorField = ['spec', 'workloadSelector'];

/** Whether each Sidecar selects something, and each workload has one Sidecar. */
export const sidecarSelectors: Check = {
  name: 'sidecar-selectors',
  types: [istioCodes.IST0101, istioCodes.IST0110, istioCodes.IST0111],
  run(mesh, report) {
    const { idle, contested, unselective } = claimsOf(
      mesh,
      mesh.sidecars,
      // Another finding says that these have no effect at all.
      ({ selector, namespace }) => isEmptySelector(selector) && hasNoSidecars(mesh, namespace),
    );
    for (const { object, selector } of idle) {
      const { why, circumstances } = missingPods(mesh, object.namespace, selector);
      const values = { thing: `pods labelled ${labelWords(selector)}`, why, effect: 'the Sidecar has no effect' };
      report(istioCodes.IST0101, object, values, selectorField, circumstances);
    }
    for (const [workload, objects] of contested) {
      const values = { sidecars: namesOf(objects), namespace: workload.namespace, pod: workload.name };
      for (const object of isCaptured(workload) ? [] : objects) {
        report(istioCodes.IST0110, object, values, selectorField);
      }
    }
    for (const [namespace, objects] of unselective) {
      for (const object of objects) {
        report(istioCodes.IST0111, object, { sidecars: namesOf(objects), namespace });
      }
    }
  },
};
