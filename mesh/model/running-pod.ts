import { fieldsOf } from './narrowing.js';
import type { MeshObject } from './object.js';

/**
 * Whether an object is a Pod that runs already, as what only a cluster writes into it says: its uid, its version, its node, its phase. Its containers are
 * those that it has; the injector does not come again. A Pod without them is still to be made.
 */
export function isRunningPod({ group, kind, resource }: MeshObject): boolean {
  if (group !== '' || kind !== 'Pod') {
    return false;
  }
  const { metadata, spec, status } = fieldsOf(resource.manifest);
  const { uid, resourceVersion } = fieldsOf(metadata);
  const written = [uid, resourceVersion, fieldsOf(spec)['nodeName'], fieldsOf(status)['phase']];
  return written.some((value) => value !== undefined && value !== null && value !== '');
}
