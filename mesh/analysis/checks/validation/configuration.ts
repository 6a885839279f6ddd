import { istioGroups } from '../../../model/config-object.js';
import { fieldPath } from '../../../schema/violation.js';
import { validateConfiguration } from '../../../validation/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

const { IST0106, IST0133 } = istioCodes;
const kinds = [...Object.entries(istioGroups), ['TrafficExtension', 'extensions.istio.io'] as const];

/** Every Istio object by the rules of its kind: what is refused, and what is accepted with a warning. */
export const configurationCheck: Check = {
  name: 'configuration',
  types: [IST0106, IST0133],
  run(mesh, report) {
    for (const [kind, group] of kinds) {
      for (const object of mesh.objectsOf(group, kind)) {
        for (const { level, path, message } of validateConfiguration(object.resource.manifest, object.namespace)) {
          const text = path.length === 0 ? message : `${fieldPath(path)}: ${message}`;
          if (level === 'error') {
            report(IST0106, object, { error: text }, path);
          } else {
            report(IST0133, object, { warning: text }, path);
          }
        }
      }
    }
  },
};
