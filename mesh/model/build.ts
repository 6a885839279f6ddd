import type { Resource } from '../manifest/resource.js';
import { Mesh } from './mesh.js';
import { compareObjects, MeshObject } from './object.js';
import type { MeshOptions } from './options.js';

/**
 * Builds the model of a mesh out of the objects of all its API servers. Never throws on odd manifests, and does not depend on the
 * order of the resources. Objects without kind or name are left out: the reader reports those.
 *
 * @throws TypeError for manifests that are not wrapped as resources: every answer about them would be that of an empty mesh
 */
export function buildMesh(resources: Iterable<Resource>, options: MeshOptions = {}): Mesh {
  const defaultNamespace = options.defaultNamespace ?? 'default';
  const objects = readObjects(resources, defaultNamespace);
  const own = new Set(objects.map(({ identity }) => identity));
  const existing = readObjects(options.existing ?? [], defaultNamespace).filter(({ identity }) => !own.has(identity));
  const all = [...objects, ...existing].sort(compareObjects);
  return new Mesh(all, options, new Set(existing.map(({ resource }) => resource)));
}

function readObjects(resources: Iterable<Resource>, defaultNamespace: string): readonly MeshObject[] {
  const objects: MeshObject[] = [];
  for (const resource of resources) {
    if (resource.manifest === undefined) {
      throw new TypeError(bareManifest);
    }
    const object = new MeshObject(resource, defaultNamespace);
    if (object.kind !== '' && object.name !== '') {
      objects.push(object);
    }
  }
  return objects;
}

const bareManifest =
  'buildMesh takes resources, not manifests: readManifests makes them from text, resourcesOf(synthesize(chart)) from a chart';
