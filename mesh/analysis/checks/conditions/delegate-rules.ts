import { delegationsOf } from '../../../istio/delegations.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether the delegates of VirtualServices exist and can be used, and their rules are within those of the root. */
export const delegateRules: Check = {
  name: 'delegate-rules',
  types: [asmCodes.ASM0026, istioCodes.IST0101],
  run(mesh, report) {
    for (const { root, index, id, delegate, refusal, dropped } of delegationsOf(mesh)) {
      const field = ['spec', 'http', index, 'delegate'];
      const prefix = `${root.namespace}/`;
      if (delegate === undefined) {
        const isOwn = true;
        const isNear = id.startsWith(prefix);
        const values = {
          thing: `delegate ${id}`,
          effect: 'requests that this rule is for get 404',
          why: 'no such VirtualService is in these files',
        };
        report(istioCodes.IST0101, root.object, values, field, { isOwn, ...(isNear ? {} : { level: 'warning' }) });
      } else if (refusal !== '') {
        const values = {
          what: `the delegate ${id}`,
          why: refusal,
          effect: 'the rule is left out, so its requests follow the rules after it or get 404',
        };
        report(asmCodes.ASM0026, root.object, values, field);
      }
      for (const position of dropped) {
        const values = {
          what: `http[${position}]`,
          why: `its conditions are not within those of http[${index}] of VirtualService ${root.id}, which delegates to it`,
          effect:
            'the rule is left out; a delegate may only narrow what its root matches, for example by a longer prefix',
        };
        if (delegate !== undefined) {
          report(asmCodes.ASM0026, delegate.object, values, ['spec', 'http', position]);
        }
      }
    }
  },
};
