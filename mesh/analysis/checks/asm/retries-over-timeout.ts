import { parseDuration } from '../../../istio/duration.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';

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
    for (const { object } of mesh.gatewayApi('HTTPRoute')) {
      fieldsListOf(object.spec['rules']).forEach((rule, index) => {
        checkRule(object, rule, index, report);
      });
    }
  },
};

function checkRule(object: MeshObject, rule: Fields, index: number, report: Report): void {
  const { request, backendRequest } = fieldsOf(rule['timeouts']);
  const attempts = asNumber(fieldsOf(rule['retry'])['attempts']) ?? 0;
  const [timeout, perTry] = [asText(request) ?? '', asText(backendRequest) ?? ''];
  const whole = parseDuration(timeout) ?? 0;
  if (whole > 0 && attempts * (parseDuration(perTry) ?? 0) > whole) {
    const route = asText(rule['name']) ?? `#${index}`;
    report(asmCodes.ASM0012, object, { route, attempts, perTry, timeout }, ['spec', 'rules', index, 'retry']);
  }
}
