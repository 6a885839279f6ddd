import { labelWords } from '../../../assumption/assumption.js';
import { isEmptySelector, listOf } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { missingPods } from '../../missing-pods.js';
import { claimsOf, namesOf } from '../../workload-claims.js';

const selectorField = ['spec', 'selector'];

/** Whether each Telemetry selects something, and each workload has one Telemetry. */
export const telemetrySelectors: Check = {
  name: 'telemetry-selectors',
  types: [istioCodes.IST0101, istioCodes.IST0159, istioCodes.IST0160],
  run(mesh, report) {
    const { idle, contested, unselective } = claimsOf(
      mesh,
      mesh.istio('Telemetry'),
      ({ object: { spec }, selector }) =>
        // istioctl counts those with targetRefs as if they had no selector, though they are for different proxies.
        listOf(spec['targetRefs']).length > 0 ||
        spec['targetRef'] !== undefined ||
        (selector !== undefined && isEmptySelector(selector)),
    );
    for (const { object, selector } of idle) {
      const { why, circumstances } = missingPods(mesh, object.namespace, selector);
      const values = { thing: `pods labelled ${labelWords(selector)}`, why, effect: 'the Telemetry has no effect' };
      report(istioCodes.IST0101, object, values, selectorField, circumstances);
    }
    for (const [workload, objects] of contested) {
      const values = { telemetries: namesOf(objects), namespace: workload.namespace, pod: workload.name };
      for (const object of objects) {
        report(istioCodes.IST0159, object, values, selectorField);
      }
    }
    for (const [namespace, objects] of unselective) {
      for (const object of objects) {
        report(istioCodes.IST0160, object, { telemetries: namesOf(objects), namespace });
      }
    }
  },
};
