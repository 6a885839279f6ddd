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
      const last = group.at(-1) as MeshObject;
      for (const object of group.slice(0, -1)) {
        const isSame = isDeepStrictEqual(object.resource.manifest, last.resource.manifest);
        const difference = isSame ? ', with the same content' : ': that one holds, and this one is not looked at';
        report(asmCodes.ASM0021, object, { place: placeOfResource(last.resource), difference }, []);
      }
    }
  },
};
