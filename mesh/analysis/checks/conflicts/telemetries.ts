import { targetsOf } from '../../../istio/policy-attachment.js';
import type { MeshObject } from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { byAge, oldestFirst } from './by-age.js';

/** Whether several Telemetries are for one target, such as a waypoint, which follows only the oldest of them. */
export const telemetryConflicts: Check = {
  name: 'telemetries',
  types: [asmCodes.ASM0025],
  run(mesh, report) {
    const byTarget = new Map<string, MeshObject[]>();
    for (const { object, spec } of mesh.istio('Telemetry')) {
      const targets = targetsOf(spec).map(
        ({ group, kind, name }) => `${kind} ${object.namespace}/${name} ${group ?? ''}`,
      );
      for (const target of new Set(targets)) {
        append(byTarget, target, object);
      }
    }
    const losing = new Set<MeshObject>();
    for (const [target, objects] of byTarget) {
      const [winner, ...losers] = oldestFirst(objects);
      for (const loser of losers) {
        if (winner !== undefined && !losing.has(loser)) {
          losing.add(loser);
          const values = {
            what: 'the Telemetry',
            winner: `Telemetry ${winner.namespace}/${winner.name}`,
            reason: `is for ${target.trim().split(' ').slice(0, 2).join(' ')} too and ${byAge(winner, loser)}`,
            fix: 'merge them into one',
          };
          report(asmCodes.ASM0025, loser, values, ['spec', 'targetRefs']);
        }
      }
    }
  },
};
