import { isForAll } from '../../../istio/policy-attachment.js';
import { fieldsOf, textListOf } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** Access logs of every proxy, without filter: by a Telemetry of the root namespace or by the mesh-wide setting. */
export const accessLogVolume: Check = {
  name: 'access-log-volume',
  types: [asmCodes.ASM0016],
  run(mesh, report) {
    const { rootNamespace } = mesh.config;
    for (const telemetry of mesh.istio('Telemetry')) {
      const { object, namespace, spec } = telemetry;
      const isWhole = namespace === rootNamespace && isForAll(telemetry);
      const entries = isWhole ? (spec.accessLogging ?? []) : [];
      const index = entries.findIndex(({ disabled, filter }) => disabled !== true && (filter?.expression ?? '') === '');
      // One Telemetry is one decision, to however many providers it sends.
      if (index >= 0) {
        const mode = (entries[index]?.match as { mode?: unknown } | undefined)?.mode;
        const where = typeof mode === 'string' && mode !== 'CLIENT_AND_SERVER' ? ` at its ${mode.toLowerCase()}` : '';
        report(asmCodes.ASM0016, object, { where }, ['spec', 'accessLogging', index]);
      }
    }
    const hasTelemetry = mesh.istio('Telemetry').some(({ namespace }) => namespace === rootNamespace);
    const providers = textListOf(fieldsOf(mesh.config.raw['defaultProviders'])['accessLogging']);
    const sinks = [mesh.config.accessLogFile, ...providers].filter((sink) => sink !== '');
    for (const map of sinks.length === 0 || hasTelemetry ? [] : mesh.find('', 'ConfigMap', rootNamespace, 'istio')) {
      report(asmCodes.ASM0016, map, { where: ` to ${sinks.join(', ')}` }, ['data', 'mesh']);
    }
  },
};
