import { assume } from '../assumption/assumption.js';
import { Holdings } from '../assumption/holdings.js';
import type { Mesh } from '../model/index.js';
import { circumstancesOf, type MissingThing, missingThing } from './missing-thing.js';

/** Why a namespace is not there. */
export function missingNamespace(mesh: Mesh, name: string): MissingThing {
  const others = [...mesh.namespaces.keys()].filter((other) => isNamespaceThere(mesh, other));
  const otherwise = circumstancesOf(Holdings.of(mesh).standingOfNamespaces, assume.namespace(name));
  return missingThing('no such namespace is in these files', name, others, otherwise);
}

/** Whether a namespace is declared or has workloads. */
export function isNamespaceThere(mesh: Mesh, name: string): boolean {
  return mesh.namespaceExists(name) || mesh.workloadsIn(name).length > 0;
}
