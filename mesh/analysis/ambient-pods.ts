import type { Mesh, Workload } from '../model/index.js';

/**
 * Whether ambient mode captures the traffic of a workload. A Pod that exists shows it: the CNI plugin of Istio writes an annotation on it
 * when it has set up the capture. The pods of other kinds are still to be made, so their labels and namespace decide.
 */
export function isCaptured({ kind, annotations, isAmbient }: Workload): boolean {
  return kind === 'Pod' ? annotations['ambient.istio.io/redirection'] === 'enabled' : isAmbient;
}

/** Whether the pods of a namespace are in ambient mode because of its labels, without another one that asks for sidecars. */
export function hasNoSidecars(mesh: Mesh, namespace: string): boolean {
  return mesh.namespace(namespace).declarations.some(({ labels }) => {
    const asksForSidecars = labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
    return labels['istio.io/dataplane-mode'] === 'ambient' && !asksForSidecars;
  });
}
