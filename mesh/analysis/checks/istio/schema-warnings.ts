import { asFields, isEmptySelector } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Settings of routes, ServiceEntries, Sidecars and telemetry that are accepted but deprecated, or without effect. */
export const schemaWarnings: Check = {
  name: 'schema-warnings',
  types: [istioCodes.IST0133],
  run(mesh, report) {
    for (const { object, spec } of mesh.virtualServices) {
      const rule = (spec.http ?? []).findIndex(({ mirrorPercent = 0 }) => mirrorPercent !== 0);
      if (rule >= 0) {
        const warning = 'mirrorPercent is deprecated; write mirrorPercentage: {value: …}';
        report(istioCodes.IST0133, object, { warning }, ['spec', 'http', rule, 'mirrorPercent']);
      }
    }
    for (const { object, spec } of mesh.serviceEntries) {
      const port = (spec.ports ?? []).findIndex(({ protocol = '' }) => ['', 'TCP'].includes(protocol.toUpperCase()));
      const isUnresolved = (spec.resolution ?? 'NONE') === 'NONE';
      if (isUnresolved && port >= 0 && (spec.addresses ?? []).length === 0) {
        const warning =
          'a TCP port without addresses takes the connections to every address, unless Istio allocates one';
        report(istioCodes.IST0133, object, { warning }, ['spec', 'ports', port]);
      }
    }
    for (const { object, selector } of [...mesh.serviceEntries, ...mesh.sidecars]) {
      if (asFields(object.rawSpec['workloadSelector']) !== undefined && isEmptySelector(selector)) {
        const warning = 'a workloadSelector without labels selects every workload of the namespace';
        report(istioCodes.IST0133, object, { warning }, ['spec', 'workloadSelector']);
      }
    }
    for (const { object, spec } of mesh.istio('Telemetry')) {
      const { tracing = [] } = spec;
      const several = tracing.findIndex(({ providers = [] }) => providers.length > 1);
      if (tracing.length > 1) {
        report(istioCodes.IST0133, object, { warning: 'only the first entry of tracing has an effect' }, [
          'spec',
          'tracing',
        ]);
      }
      if (several >= 0) {
        const warning = 'only the first provider of tracing has an effect';
        report(istioCodes.IST0133, object, { warning }, ['spec', 'tracing', several, 'providers']);
      }
    }
  },
};
