import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { namedService } from '../../../istio/named-service.js';
import {
  coversHost,
  fieldsListOf,
  isWildcard,
  type Labels,
  labelsOf,
  type Mesh,
  type MeshService,
  matchesLabels,
} from '../../../model/index.js';
import type { Check, Circumstances } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { missingHost } from '../../missing-host.js';
import { RoutedSubsets } from '../../routed-subsets.js';

/** Whether the host of a DestinationRule exists, and each of its subsets selects something that can answer. */
export const destinationRuleSubsets: Check = {
  name: 'destination-rule-subsets',
  types: [istioCodes.IST0173, istioCodes.IST0174],
  run(mesh, report) {
    const routed = new RoutedSubsets(mesh);
    for (const { object, spec, namespace } of mesh.destinationRules) {
      const host = spec.host ?? '';
      const service = namedService(mesh, host, namespace);
      if (service === undefined) {
        const { why, circumstances } = missingHost(mesh, host, namespace);
        const isEcho = isWildcard(host) && (hasMatch(mesh, host) || mesh.isComplete !== true);
        report(istioCodes.IST0174, object, { host, why }, ['spec', 'host'], { ...circumstances, isEcho });
      } else if (service.registry !== 'external') {
        spec.subsets?.forEach(({ name = '', labels = {} }, index) => {
          if (!hasBackend(mesh, service, labels)) {
            const isRouted = routed.has(service.host, name);
            const effect = isRouted ? 'requests for it get 503' : 'no route in these files names it';
            const circumstances = subsetCircumstances(mesh, service, labels, isRouted);
            const field = ['spec', 'subsets', index];
            report(istioCodes.IST0173, object, { subset: name, host, effect }, field, circumstances);
          }
        });
      }
    }
  },
};

/** Whether a wildcard stands for the host of any service. */
function hasMatch(mesh: Mesh, pattern: string): boolean {
  return mesh.services.some(({ host }) => coversHost(pattern, host));
}

/** A subset that no route names hurts nobody; its pods may be in other files, where these have none of the service. */
function subsetCircumstances(mesh: Mesh, service: MeshService, labels: Labels, isRouted: boolean): Circumstances {
  const standing = Holdings.of(mesh).standing('Pods', service.namespace);
  if (standing !== 'held' && service.workloads.length === 0) {
    const selector = service.instances.find((instance) => instance.selector !== undefined)?.selector;
    return { assumption: assume.pods(service.namespace, { ...selector, ...labels }) };
  }
  return isRouted ? {} : { level: 'info' };
}

/**
 * Whether anything has the labels: as in istioctl, any pod of the mesh (of whichever service, ASM0014 says), and beyond it, any WorkloadEntry
 * and any endpoint of a ServiceEntry.
 */
function hasBackend(mesh: Mesh, service: MeshService, labels: Labels): boolean {
  return (
    mesh.selectWorkloads(undefined, labels).length > 0 ||
    service.objects.some(({ spec }) =>
      fieldsListOf(spec['endpoints']).some((endpoint) => matchesLabels(labelsOf(endpoint['labels']), labels)),
    )
  );
}
