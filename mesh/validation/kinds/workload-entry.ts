import { checkEndpoint } from '../endpoints.js';
import type { Field } from '../field.js';

/** The rules of a WorkloadEntry (https://istio.io/latest/docs/reference/config/networking/workload-entry/). */
export function checkWorkloadEntry(spec: Field): void {
  checkEndpoint(spec, { mayBeName: true, mayBeEmpty: true });
}
