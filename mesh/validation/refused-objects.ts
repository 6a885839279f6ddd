import type { Mesh } from '../model/mesh.js';
import type { MeshObject } from '../model/object.js';
import type { ConfigurationProblem } from './field.js';
import { validateStructured } from './validate.js';

/** An object that an API server, or a webhook that it asks, does not take. */
export interface RefusedObject {
  readonly object: MeshObject;
  /** Why, one problem at least; each of level `error`. */
  readonly problems: readonly ConfigurationProblem[];
}

const known = new WeakMap<Mesh, ReadonlyMap<MeshObject, readonly ConfigurationProblem[]>>();

/** What is wrong with the objects of a mesh by the rules of their kinds: those with a problem only, in the order of the mesh. Found once for a mesh. */
export function configurationProblems(mesh: Mesh): ReadonlyMap<MeshObject, readonly ConfigurationProblem[]> {
  let found = known.get(mesh);
  if (found === undefined) {
    const { isAsm, asmInstance: instance } = mesh;
    const problems = new Map<MeshObject, readonly ConfigurationProblem[]>();
    // What the cluster has already was taken once.
    for (const object of mesh.objects.filter((one) => !mesh.isExisting(one))) {
      const ofObject = validateStructured(
        object.resource.manifest,
        object.namespace,
        { isAsm, instance },
        object.isWhole,
      );
      if (ofObject.length > 0) {
        problems.set(object, ofObject);
      }
    }
    found = problems;
    known.set(mesh, found);
  }
  return found;
}

/**
 * The objects of a mesh that an API server refuses, with the reasons. A cluster does not have them, or has what they were before the
 * change. The model reads what it can of them, so an answer that one of them may decide must name it: a policy of which a part
 * is left out may let pass what it was to refuse.
 */
export function refusedObjects(mesh: Mesh): readonly RefusedObject[] {
  return [...configurationProblems(mesh)].flatMap(([object, problems]) => {
    const errors = problems.filter(({ level }) => level === 'error');
    return errors.length === 0 ? [] : [{ object, problems: errors }];
  });
}
