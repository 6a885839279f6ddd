import { parseDuration } from '../../../validation/durations.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** The timeout of a route counts for all attempts together. */
export const retriesOverTimeout: Check = {
  name: 'retries-over-timeout',
  types: [asmCodes.ASM0012],
  run(mesh, report) {
    for (const { object, spec } of mesh.virtualServices) {
      (spec.http ?? []).forEach(({ name, timeout, retries }, index) => {
        const { attempts = 0, perTryTimeout } = retries ?? {};
        const whole = parseDuration(timeout ?? '') ?? 0;
        const each = parseDuration(perTryTimeout ?? '') ?? 0;
        if (timeout !== undefined && perTryTimeout !== undefined && whole > 0 && attempts * each > whole) {
          const values = { route: name ?? `#${index}`, attempts, perTry: perTryTimeout, timeout };
          report(asmCodes.ASM0012, object, values, ['spec', 'http', index, 'retries']);
        }
      });
    }
  },
};
