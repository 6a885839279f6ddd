import { fieldsOf, textListOf } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether access logging of a Telemetry goes anywhere: to the providers that it names, or to those of the mesh. */
export const telemetryProviders: Check = {
  name: 'telemetry-providers',
  types: [istioCodes.IST0157],
  run(mesh, report) {
    const defaults = textListOf(fieldsOf(mesh.config.raw['defaultProviders'])['accessLogging']);
    if (defaults.length > 0) {
      return;
    }
    for (const { object, spec, namespace } of mesh.istio('Telemetry')) {
      const index = (spec.accessLogging ?? []).findIndex(
        ({ providers = [], disabled = false }) => providers.length === 0 && !disabled,
      );
      if (index >= 0) {
        report(istioCodes.IST0157, object, { namespace }, ['spec', 'accessLogging', index]);
      }
    }
  },
};
