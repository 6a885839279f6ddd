import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { namedService } from '../../../istio/named-service.js';
import type { Mesh } from '../../../model/index.js';
import { isLabelledSubset } from '../../../validation/asm/values.js';
import type { Check } from '../../check.js';
import { destinationsOf, type WrittenDestination } from '../../destinations.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf, type MissingThing } from '../../missing-thing.js';
import { nameSome } from '../../wording.js';

/** Whether a DestinationRule defines the subsets that a VirtualService names. */
export const virtualServiceSubsets: Check = {
  name: 'virtual-service-subsets',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    const defined = new Map<string, Set<string>>();
    for (const { spec, namespace } of mesh.destinationRules) {
      const host = mesh.resolve(spec.host ?? '', namespace);
      const subsets = defined.get(host) ?? new Set();
      defined.set(host, subsets);
      for (const { name = '' } of spec.subsets ?? []) {
        subsets.add(name);
      }
    }
    for (const virtualService of mesh.virtualServices) {
      for (const destination of destinationsOf(virtualService)) {
        const { host, subset, isMirror, field } = destination;
        const known = defined.get(mesh.resolve(host, virtualService.namespace));
        if (subset !== '' && !isLabelledSubset(subset) && known?.has(subset) !== true) {
          const { why, circumstances } = missingSubset(mesh, destination, virtualService.namespace, known);
          const thing = `${isMirror ? 'mirror subset' : 'subset'} ${subset} of ${host}`;
          const effect = isMirror ? 'no copies are sent there' : 'requests for it get 503';
          // A host that does not exist is one mistake, and has no subsets.
          const isEcho = namedService(mesh, host, virtualService.namespace) === undefined;
          const at = [...field, 'subset'];
          report(istioCodes.IST0101, virtualService.object, { thing, why, effect }, at, { ...circumstances, isEcho });
        }
      }
    }
  },
};

function missingSubset(
  mesh: Mesh,
  { host, subset }: WrittenDestination,
  namespace: string,
  known: ReadonlySet<string> | undefined,
): MissingThing {
  if (known !== undefined) {
    const others = known.size === 0 ? 'no subsets' : `only ${nameSome('subset', [...known])}`;
    return { why: `its DestinationRule defines ${others}`, circumstances: {} };
  }
  const standing = Holdings.of(mesh).standing('DestinationRule', namespace);
  const full = mesh.resolve(host, namespace);
  return {
    why: 'no DestinationRule for the host is in these files',
    circumstances: circumstancesOf(standing, assume.subset(full, subset)),
  };
}
