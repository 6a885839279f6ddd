import { assumeNoProxy, isUndecided } from '../../../assumption/membership.js';
import {
  asText,
  type Fields,
  fieldsListOf,
  fieldsOf,
  type Mesh,
  matchesLabelSelector,
  type Workload,
} from '../../../model/index.js';
import type { Check } from '../../check.js';
import { isMade } from '../../expected-member.js';
import { istioCodes } from '../../istio-codes.js';

const { IST0146, IST0147 } = istioCodes;

/**
 * Whether the pods whose container `istio-proxy` has the image `auto` are injected, which fills it in. A Pod that already exists was not. Where the
 * files have the webhooks that inject, their selectors decide.
 */
export const automaticImages: Check = {
  name: 'automatic-images',
  types: [IST0146, IST0147],
  run(mesh, report) {
    const webhooks = mesh
      .objectsOf('admissionregistration.k8s.io', 'MutatingWebhookConfiguration')
      .flatMap(({ fields }) => fieldsListOf(fields['webhooks']))
      .filter(({ name }) => (asText(name) ?? '').endsWith('istio.io'));
    for (const workload of mesh.workloads) {
      if (
        workload.containers.some(({ name, image, isInit }) => name === 'istio-proxy' && image === 'auto' && !isInit)
      ) {
        const isInjected = webhooks.length === 0 ? workload.injection.injected : fitsSome(mesh, workload, webhooks);
        const field = workload.kind === 'Pod' ? ['spec', 'containers'] : ['spec', 'template', 'spec', 'containers'];
        const assumption = isUndecided(mesh, workload) ? assumeNoProxy(mesh, [workload.namespace]) : undefined;
        const why = isInjected && workload.kind === 'Pod' ? 'it was not injected' : 'no webhook injects it';
        // istioctl takes every Pod for one that exists, and finds no injection where the files have no webhooks.
        if (workload.kind === 'Pod') {
          report(IST0147, workload.object, { why }, field, { assumption, isEcho: isInjected && !isLive(workload) });
        } else if (!isInjected || webhooks.length === 0) {
          const isOwn = workload.kind !== 'Deployment';
          report(IST0146, workload.object, { why }, field, { assumption, isEcho: isInjected, isOwn });
        }
      }
    }
  },
};

/** Whether a Pod is one that a cluster gave, and not one to be made. */
function isLive(workload: Workload): boolean {
  const { uid, resourceVersion } = fieldsOf(workload.object.resource.manifest.metadata);
  return isMade(workload) && (uid !== undefined || resourceVersion !== undefined);
}

function fitsSome(mesh: Mesh, { namespace, cluster, labels }: Workload, webhooks: readonly Fields[]): boolean {
  const namespaceLabels = mesh.namespace(namespace).labelsIn(cluster);
  return webhooks.some(
    ({ namespaceSelector, objectSelector }) =>
      (namespaceSelector === undefined || matchesLabelSelector(namespaceLabels, namespaceSelector)) &&
      (objectSelector === undefined || matchesLabelSelector(labels, objectSelector)),
  );
}
