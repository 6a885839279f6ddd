import type { Mesh, Workload } from '../model/index.js';

/** Whether istioctl takes a workload for a Pod that runs, which has the proxy that its manifest shows: every Pod of a plain file. */
export function isRunningForIstioctl({ kind, object: { resource } }: Workload): boolean {
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
  return workload.proxy !== 'none' || asksForSidecar(mesh, workload);
}

/** Whether a workload has a proxy, or asks for one, as istioctl sees it. */
export function isMemberForIstioctl(mesh: Mesh, workload: Workload): boolean {
  return isRunningForIstioctl(workload)
    ? workload.declaredProxy !== undefined || asksForSidecar(mesh, workload)
    : isExpectedMember(mesh, workload);
}
