import { isIstioKind } from '../../../kinds/index.js';
import { fieldPath } from '../../../validation/field-path.js';
import { deniesTcpPorts } from '../../../validation/kinds/authorization-policy.js';
import { configurationProblems } from '../../../validation/refused-objects.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import type { FindingType } from '../../finding-type.js';
import { HttpOnlyPorts } from '../../http-only-ports.js';
import { istioCodes } from '../../istio-codes.js';

const { IST0106, IST0133 } = istioCodes;
const { ASM0018, ASM0019, ASM0020 } = asmCodes;

/** The codes of each level, for Istio's own kinds and for all others. */
const ofIstio = { error: IST0106, warning: IST0133, info: ASM0020 } as const;
const ofOthers = { error: ASM0018, warning: ASM0019, info: ASM0020 } as const;

/** Every object by the rules of its kind: what is refused, what is accepted with a warning, and what only ASM accepts. */
export const configurationCheck: Check = {
  name: 'configuration',
  types: [IST0106, IST0133, ASM0018, ASM0019, ASM0020],
  run(mesh, report) {
    const httpOnly = new HttpOnlyPorts(mesh);
    const policies = new Map(mesh.authorizationPolicies.map((policy) => [policy.object, policy]));
    for (const [object, problems] of configurationProblems(mesh)) {
      const types: Readonly<Record<'error' | 'warning' | 'info', FindingType<string>>> = isIstioKind(object.row)
        ? ofIstio
        : ofOthers;
      for (const { level, path, message } of problems) {
        const text = path.length === 0 ? message : `${fieldPath(path)}: ${message}`;
        // Where every port carries HTTP there is no TCP to deny, which istioctl does not look at.
        const policy = message === deniesTcpPorts ? policies.get(object) : undefined;
        const isEcho = policy !== undefined && httpOnly.of(policy);
        report(types[level], object, { error: text, warning: text, note: text }, path, { isEcho });
      }
    }
  },
};
