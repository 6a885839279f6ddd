import type { Mesh, Workload } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { isMade } from '../../expected-member.js';
import { istioCodes } from '../../istio-codes.js';

/**
 * Whether pods lack the sidecar in a namespace that asks for it, without having opted out. As for istioctl, the manifest of a Pod shows what it
 * has, since the injector writes the proxy into the Pod itself. A Pod of our own charts and the pods of other kinds are still to be made and
 * get one by injection, unless the label that should ask for it has a value that nobody understands.
 */
export const podProxy: Check = {
  name: 'pod-proxy',
  types: [istioCodes.IST0103],
  run(mesh, report) {
    for (const workload of mesh.workloads) {
      if (isExpected(mesh, workload) && (isMade(workload) || !workload.injection.injected)) {
        const name = `${workload.namespace}/${workload.name}`;
        // istioctl looks at the label of the Namespace alone.
        const isOwn = mesh.namespace(workload.namespace).in(workload.cluster)?.labels['istio-injection'] === undefined;
        report(istioCodes.IST0103, workload.object, { name }, [], { isOwn });
      }
    }
  },
};

function isExpected(mesh: Mesh, workload: Workload): boolean {
  const { labels, annotations, hostNetwork, entry, declaredProxy, namespace, cluster } = workload;
  const asked = mesh.namespace(namespace).labelsIn(cluster);
  const wish = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  return (
    namespace !== mesh.config.rootNamespace &&
    asked['istio-injection'] === 'enabled' &&
    asked['istio.io/dataplane-mode'] !== 'ambient' &&
    wish?.toLowerCase() !== 'false' &&
    entry === undefined &&
    !hostNetwork &&
    declaredProxy === undefined
  );
}
