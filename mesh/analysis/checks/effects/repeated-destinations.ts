import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { destinationsOf } from '../../destinations.js';

/** Whether a route names one destination twice, the same Service, subset and port: a copy of which one word was to be changed. */
export const repeatedDestinations: Check = {
  name: 'repeated-destinations',
  types: [asmCodes.ASM0035],
  isOwn: true,
  run(mesh, report) {
    for (const virtualService of mesh.virtualServices) {
      const told = new Set<string>();
      for (const { host, subset, port, isMirror, field } of destinationsOf(virtualService)) {
        const [, list, rule] = field;
        const key = `${list} ${rule} ${mesh.resolve(host, virtualService.namespace)} ${subset} ${port}`;
        if (told.has(key) && !isMirror) {
          const values = {
            what: `${list}[${rule}] names destination ${host}${subset === '' ? '' : ` subset ${subset}`} twice`,
            effect: 'their weights add up to one share, so that requests are not split between the two',
            fix: 'name the other subset or host that was meant, or write one destination',
          };
          report(asmCodes.ASM0035, virtualService.object, values, field);
        }
        if (!isMirror) {
          told.add(key);
        }
      }
    }
  },
};
