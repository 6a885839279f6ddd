import { Holdings } from '../../../assumption/holdings.js';
import type { Mesh, MeshObject } from '../../../model/index.js';
import { asmGroup } from '../../../validation/asm/fields.js';
import { asmCodes } from '../../asm-codes.js';
import type { Report } from '../../check.js';
import { type MissingThing, missingThing } from '../../missing-thing.js';
import { listSome } from '../../wording.js';

/** Steps from the top of an object to a field. */
export type Steps = readonly (string | number)[];

/** The objects of a kind of ASM. */
export function asmObjects(mesh: Mesh, kind: string): readonly MeshObject[] {
  return mesh.objectsOf(asmGroup, kind);
}

/**
 * Why an object that another one of ASM names is not there: an error where the files have others of its kind or are whole, else a
 * warning.
 *
 * @param what the kind, in words: `ASMSwimLaneGroup`
 * @param names those that are there
 */
export function missingPartner(mesh: Mesh, what: string, name: string, names: readonly string[]): MissingThing {
  const isHeld = names.length > 0 || Holdings.of(mesh).standing('Pods', mesh.config.rootNamespace) === 'held';
  const has = names.length === 0 ? `these files have no ${what}` : `these files have ${listSome(names)}`;
  return missingThing(has, name, names, isHeld ? {} : { level: 'warning' });
}

/** Reports what an object names and the files do not have. */
export function reportMissing(
  report: Report,
  object: MeshObject,
  thing: { readonly thing: string; readonly missing: MissingThing; readonly effect: string },
  field: Steps,
): void {
  const { why, circumstances } = thing.missing;
  report(asmCodes.ASM0050, object, { thing: thing.thing, why, effect: thing.effect }, field, circumstances);
}
