import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';

/** Workloads that may be callers, each name once. */
export function callersOf(mesh: Mesh): readonly Workload[] {
  const seen = new Map<string, Workload>();
  for (const workload of mesh.workloads) {
    const key = `${workload.namespace}/${workload.name}`;
    if (
      workload.entry === undefined &&
      workload.proxy !== 'waypoint' &&
      workload.proxy !== 'gateway' &&
      !seen.has(key)
    ) {
      seen.set(key, workload);
    }
  }
  return [...seen.values()];
}
