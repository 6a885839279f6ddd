import { isDeepStrictEqual } from 'node:util';
import { placeOfResource } from '../../../manifest/identity.js';
import type { MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** Objects that another one of the same identity replaces, which everything else in the analysis then does not see. */
export const duplicateObject: Check = {
  name: 'duplicate-object',
  types: [asmCodes.ASM0021],
  run(mesh, report) {
    for (const group of mesh.duplicates) {
      const [first, last] = [group[0] as MeshObject, group.at(-1) as MeshObject];
      const isSame = group.every(({ resource }) => isDeepStrictEqual(resource.manifest, last.resource.manifest));
      const difference = isSame ? '; all have the same content' : ', and the others are not looked at';
      const place = placeOfResource(last.resource);
      report(asmCodes.ASM0021, first, { count: group.length, place, difference }, []);
    }
  },
};
