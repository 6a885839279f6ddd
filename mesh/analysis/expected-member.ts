import type { Mesh, Workload } from '../model/index.js';

/** Whether a pod already exists, as a Pod of a plain file says it: its manifest shows what it has. All other pods are still to be made. */
export function isMade({ kind, object: { resource } }: Workload): boolean {
  return kind === 'Pod' && resource.line !== undefined && resource.isSynthesized !== true;
}

/** Whether a workload asks for a sidecar by itself, or does not and its namespace has the label `istio-injection: enabled`. */
export function asksForSidecar(mesh: Mesh, { namespace, cluster, labels, annotations }: Workload): boolean {
  const wish = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  const asked = mesh.namespace(namespace).labelsIn(cluster)['istio-injection'];
  return wish === undefined ? asked === 'enabled' : wish.toLowerCase() === 'true';
}

/** Whether a workload has a proxy, or asks for one. */
export function isExpectedMember(mesh: Mesh, workload: Workload): boolean {
  const has = isMade(workload) ? workload.declaredProxy !== undefined : workload.proxy !== 'none';
  return has || asksForSidecar(mesh, workload);
}
