import { isConfiguration, kindOf } from '../kinds/index.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshObject } from '../model/object.js';
import { type RefusedObject, refusedObjects } from './refused-objects.js';

const accepted = new WeakMap<Mesh, Mesh>();
const originals = new WeakMap<Mesh, Mesh>();

/**
 * A mesh as its control plane gets it: without the configuration that an API server refuses, which has no effect at all; the mesh itself when
 * nothing is refused. What the cluster has already was accepted once. What answers are made of is this mesh; what is refused is
 * {@link refusedConfiguration}, and answers name it.
 */
export function acceptedMesh(mesh: Mesh): Mesh {
  let found = accepted.get(mesh);
  if (found === undefined) {
    const refused = new Set(refusedConfiguration(mesh).map(({ object }) => object));
    found = refused.size === 0 ? mesh : mesh.without(refused);
    accepted.set(mesh, found);
    accepted.set(found, found);
    originals.set(found, mesh);
  }
  return found;
}

/** The mesh that an accepted mesh was made of. */
export function originalMesh(mesh: Mesh): Mesh {
  return originals.get(mesh) ?? mesh;
}

/** The objects that decide about requests and that an API server refuses, with the reasons. */
export function refusedConfiguration(mesh: Mesh): readonly RefusedObject[] {
  return refusedObjects(mesh).filter(({ object }) => decidesRequests(object) && !mesh.isExisting(object));
}

/** Whether an object is of a kind that Istio's control plane or the network reads, and not one that runs something. */
function decidesRequests({ group, kind }: MeshObject): boolean {
  return group === 'networking.k8s.io' || isConfiguration(kindOf(group, kind));
}
