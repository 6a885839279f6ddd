import { isLabelledSubset } from '../../../validation/asm/values.js';
import type { Check } from '../../check.js';
import { destinationsOf } from '../../destinations.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether a DestinationRule defines the subsets that a VirtualService names. */
export const virtualServiceSubsets: Check = {
  name: 'virtual-service-subsets',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    const defined = new Set<string>();
    for (const { spec, namespace } of mesh.destinationRules) {
      const host = mesh.resolve(spec.host ?? '', namespace);
      for (const { name } of spec.subsets ?? []) {
        defined.add(`${host} ${name}`);
      }
    }
    for (const virtualService of mesh.virtualServices) {
      for (const { host, subset, isMirror, field } of destinationsOf(virtualService)) {
        if (
          subset !== '' &&
          !isLabelledSubset(subset) &&
          !defined.has(`${mesh.resolve(host, virtualService.namespace)} ${subset}`)
        ) {
          const kind = isMirror ? 'mirror subset' : 'subset';
          report(istioCodes.IST0101, virtualService.object, { kind, name: `${host}+${subset}` }, [...field, 'subset']);
        }
      }
    }
  },
};
