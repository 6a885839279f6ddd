import { PushContext } from '../../../proxy/push-context.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { nameSome } from '../../wording.js';
import { byAge } from './by-age.js';

/** Whether a DestinationRule sets what another one for the same host in its namespace has set before it. */
export const destinationRuleConflicts: Check = {
  name: 'destination-rules',
  types: [asmCodes.ASM0025],
  run(mesh, report) {
    const objects = new Map(mesh.destinationRules.map(({ id, object }) => [id, object]));
    for (const { rule, winner, subsets, trafficPolicy } of PushContext.of(mesh).destinationRules.lost) {
      const [loser, first] = [objects.get(rule), objects.get(winner)];
      if (loser === undefined || first === undefined) {
        continue;
      }
      const parts = [
        ...(trafficPolicy ? ['its trafficPolicy'] : []),
        ...(subsets.length === 0 ? [] : [`its ${nameSome('subset', subsets)}`]),
      ];
      const values = {
        what: parts.join(' and '),
        winner: `DestinationRule ${winner}`,
        reason: `is for the same host and sets it too, and ${byAge(first, loser)}`,
        fix: 'keep one DestinationRule for a host',
      };
      report(asmCodes.ASM0025, loser, values, trafficPolicy ? ['spec', 'trafficPolicy'] : ['spec', 'subsets']);
    }
  },
};
