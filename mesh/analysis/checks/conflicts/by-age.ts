import { compareAge, createdAt } from '../../../istio/age.js';
import type { MeshObject } from '../../../model/index.js';

/** Objects in the order in which Istio takes them: the oldest first, then by name. */
export function oldestFirst(objects: readonly MeshObject[]): readonly MeshObject[] {
  return objects
    .map((object) => ({ object, created: createdAt(object), name: object.name, namespace: object.namespace }))
    .sort(compareAge)
    .map(({ object }) => object);
}

/** Why an object wins over another one, as a clause: ages that the files do not say may be different in the cluster. */
export function byAge(winner: MeshObject, loser: MeshObject): string {
  return createdAt(winner) === '' || createdAt(loser) === ''
    ? 'comes first by name; once both are in a cluster the older one wins'
    : createdAt(winner) === createdAt(loser)
      ? 'comes first by name'
      : 'is older';
}
