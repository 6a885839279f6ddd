import { asText, fieldsOf, type Mesh, type Workload } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/**
 * Whether pods will miss the sidecar in a namespace that asks for it without having opted out. Pods that are still to be made get one
 * by injection, unless the label that should ask for it has a value that nobody understands; pods that ran already show what they have.
 */
export const podProxy: Check = {
  name: 'pod-proxy',
  types: [istioCodes.IST0103],
  run(mesh, report) {
    const captured = capturedClusters(mesh);
    for (const workload of mesh.workloads) {
      if (isExpected(mesh, workload) && (hasRun(workload, captured) || !workload.injection.injected)) {
        const name = `${workload.namespace}/${workload.name}`;
        report(istioCodes.IST0103, workload.object, { name });
      }
    }
  },
};

function isExpected(mesh: Mesh, workload: Workload): boolean {
  const { labels, annotations, hostNetwork, entry, declaredProxy, namespace, cluster } = workload;
  const asked = mesh.namespace(namespace).labelsIn(cluster);
  const wish = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  return (
    asked['istio-injection'] === 'enabled' &&
    asked['istio.io/rev'] === undefined &&
    asked['istio.io/dataplane-mode'] !== 'ambient' &&
    wish?.toLowerCase() !== 'false' &&
    entry === undefined &&
    !hostNetwork &&
    declaredProxy === undefined
  );
}

/** Clusters whose Pods were taken from a running cluster: some of them already have the sidecar in their containers. */
function capturedClusters(mesh: Mesh): ReadonlySet<string> {
  return new Set(
    mesh.workloads
      .filter(
        ({ kind, declaredProxy }) => kind === 'Pod' && declaredProxy !== undefined && declaredProxy.image !== 'auto',
      )
      .map(({ cluster }) => cluster),
  );
}

function hasRun({ kind, object, cluster }: Workload, captured: ReadonlySet<string>): boolean {
  const manifest = fieldsOf(object.resource.manifest);
  return (
    kind === 'Pod' &&
    (captured.has(cluster) ||
      asText(fieldsOf(manifest['status'])['phase']) !== undefined ||
      asText(object.rawSpec['nodeName']) !== undefined)
  );
}
