import { asText, fieldsOf } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** That an EnvoyFilter is bound to one version of the proxy, and whether it names filters in a way that Envoy has dropped. */
export const envoyFilterWarnings: Check = {
  name: 'envoy-filter-warnings',
  types: [istioCodes.IST0133],
  run(mesh, report) {
    for (const { object, spec } of mesh.istio('EnvoyFilter')) {
      const warning =
        'an EnvoyFilter changes the inside of the proxy, which any upgrade may change; prefer another API';
      if ((spec.configPatches ?? []).length > 0 || object.rawSpec['workloadSelector'] !== undefined) {
        report(istioCodes.IST0133, object, { warning }, ['spec']);
      }
      const untyped = new Map<string, number>();
      spec.configPatches?.forEach(({ applyTo = '', patch }, index) => {
        const value = fieldsOf(fieldsOf(patch)['value']);
        const name = asText(value['name']);
        const isFilter = applyTo === 'HTTP_FILTER' || applyTo === 'NETWORK_FILTER';
        if (isFilter && name !== undefined && value['typed_config'] === undefined && !untyped.has(name)) {
          untyped.set(name, index);
        }
      });
      const [first] = untyped.values();
      if (first !== undefined) {
        const names = [...untyped.keys()].join(', ');
        const values = { warning: `the filters ${names} have no typed_config, without which Envoy refuses them` };
        report(istioCodes.IST0133, object, values, ['spec', 'configPatches', first, 'patch', 'value']);
      }
    }
  },
};
