import {
  fieldsListOf,
  type Labels,
  labelsOf,
  type Mesh,
  type MeshService,
  matchesLabels,
} from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { serviceNamed } from '../../known-hosts.js';

/** Whether the host of a DestinationRule exists, and each of its subsets selects something that can answer. */
export const destinationRuleSubsets: Check = {
  name: 'destination-rule-subsets',
  types: [istioCodes.IST0173, istioCodes.IST0174],
  run(mesh, report) {
    for (const { object, spec, namespace } of mesh.destinationRules) {
      const host = spec.host ?? '';
      const service = serviceNamed(mesh, host, namespace);
      if (service === undefined) {
        report(istioCodes.IST0174, object, { host }, ['spec', 'host']);
      } else if (service.registry !== 'external') {
        spec.subsets?.forEach((subset, index) => {
          if (!hasBackend(mesh, service, subset.labels ?? {})) {
            report(istioCodes.IST0173, object, { subset: subset.name ?? '' }, ['spec', 'subsets', index]);
          }
        });
      }
    }
  },
};

/**
 * Whether anything has the labels: as in istioctl, any pod of the mesh (of whichever service, ASM0014 says), and beyond it, any WorkloadEntry
 * and any endpoint of a ServiceEntry.
 */
function hasBackend(mesh: Mesh, service: MeshService, labels: Labels): boolean {
  return (
    mesh.selectWorkloads(undefined, labels).length > 0 ||
    service.objects.some(({ rawSpec }) =>
      fieldsListOf(rawSpec['endpoints']).some((endpoint) => matchesLabels(labelsOf(endpoint['labels']), labels)),
    )
  );
}
