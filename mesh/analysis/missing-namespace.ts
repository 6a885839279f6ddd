import { assume } from '../assumption/assumption.js';
import { Holdings } from '../assumption/holdings.js';
import { misspelt } from '../assumption/misspelt.js';
import type { Mesh } from '../model/index.js';
import { circumstancesOf, type MissingThing } from './missing-host.js';

/** Why a namespace is not there. */
export function missingNamespace(mesh: Mesh, name: string): MissingThing {
  const why = 'no such namespace is in these files';
  const meant = misspelt(
    name,
    [...mesh.namespaces.keys()].filter((other) => isNamespaceThere(mesh, other)),
  );
  return meant === undefined
    ? { why, circumstances: circumstancesOf(Holdings.of(mesh).standingOfNamespaces, assume.namespace(name)) }
    : { why: `${why}; did you mean ${meant}?`, circumstances: {} };
}

/** Whether a namespace is declared or has workloads. */
export function isNamespaceThere(mesh: Mesh, name: string): boolean {
  return mesh.namespaceExists(name) || mesh.workloadsIn(name).length > 0;
}
