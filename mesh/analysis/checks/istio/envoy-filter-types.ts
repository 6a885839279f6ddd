import { asText, fieldsOf } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether an EnvoyFilter names filters without saying their type, which Envoy no longer accepts. */
export const envoyFilterTypes: Check = {
  name: 'envoy-filter-types',
  types: [istioCodes.IST0133],
  run(mesh, report) {
    for (const { object, spec } of mesh.istio('EnvoyFilter')) {
      const told = new Set<string>();
      spec.configPatches?.forEach(({ applyTo = '', patch }, index) => {
        const value = fieldsOf(fieldsOf(patch)['value']);
        const name = asText(value['name']);
        const isFilter = ['HTTP_FILTER', 'NETWORK_FILTER', 'EXTENSION_CONFIG'].includes(applyTo);
        if (isFilter && name !== undefined && value['typed_config'] === undefined && !told.has(name)) {
          told.add(name);
          const warning = `filter ${name} has no typed_config, without which newer proxies refuse it`;
          report(istioCodes.IST0133, object, { warning }, ['spec', 'configPatches', index, 'patch', 'value']);
        }
      });
    }
  },
};
