import { fieldsOf } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** Whether a Sidecar has an `outboundTrafficPolicy` without a mode, which closes what an absent one leaves to the mesh. */
export const outboundMode: Check = {
  name: 'outbound-mode',
  types: [asmCodes.ASM0035],
  isOwn: true,
  run(mesh, report) {
    for (const { object, spec } of mesh.sidecars) {
      if (spec.outboundTrafficPolicy !== undefined && fieldsOf(spec.outboundTrafficPolicy)['mode'] === undefined) {
        const values = {
          what: 'outboundTrafficPolicy is given without a mode',
          effect: 'that means REGISTRY_ONLY: requests to hosts that no Service or ServiceEntry has fail',
          fix: 'write the mode',
        };
        report(asmCodes.ASM0035, object, values, ['spec', 'outboundTrafficPolicy']);
      }
    }
  },
};
