import type { Workload } from '../model/index.js';

/**
 * Whether ambient mode captures the traffic of a workload. A Pod that exists shows it: the CNI plugin of Istio writes an annotation on it
 * when it has set up the capture. The pods of other kinds are still to be made, so their labels and namespace decide.
 */
export function isCaptured({ kind, annotations, isAmbient }: Workload): boolean {
  return kind === 'Pod' ? annotations['ambient.istio.io/redirection'] === 'enabled' : isAmbient;
}
