import {
  asFields,
  fieldsListOf,
  fieldsOf,
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
      const service = serviceNamed(mesh, host, namespace) ?? mesh.servicesAt(mesh.resolve(host, namespace))[0];
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

function hasBackend(mesh: Mesh, service: MeshService, labels: Labels): boolean {
  if (service.registry === 'kubernetes') {
    // Asked with both, because the labels of a subset alone, such as `version: v1`, are on half of a large namespace.
    return service.instances.some(({ selector, cluster }) =>
      mesh
        .selectWorkloads(service.namespace, { ...labels, ...selector })
        .some(
          (workload) =>
            (workload.cluster === cluster || workload.cluster === '') && matchesLabels(workload.labels, labels),
        ),
    );
  }
  return service.objects.some(({ rawSpec, namespace }) => {
    const selector = asFields(rawSpec['workloadSelector']);
    return selector === undefined
      ? fieldsListOf(rawSpec['endpoints']).some((endpoint) => matchesLabels(labelsOf(endpoint['labels']), labels))
      : mesh
          .selectWorkloads(namespace, labels)
          .some((workload) => matchesLabels(workload.labels, labelsOf(fieldsOf(selector)['labels'])));
  });
}
