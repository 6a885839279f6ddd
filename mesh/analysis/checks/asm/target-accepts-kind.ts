import { fleetKinds } from '../../../kinds/index.js';
import type { MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** Objects that nobody acts on, because of the API server that they are sent to. */
export const targetAcceptsKind: Check = {
  name: 'target-accepts-kind',
  types: [asmCodes.ASM0015],
  run(mesh, report) {
    for (const object of mesh.unplaced) {
      const reason = reasonOf(object);
      if (reason !== undefined) {
        const { name, role } = object.resource.target;
        report(asmCodes.ASM0015, object, { target: name, role: roleNames[role], reason });
      }
    }
  },
};

const roleNames = {
  'data-plane': 'a data-plane cluster',
  mesh: 'the ASM instance',
  fleet: 'the ACK One fleet',
  all: 'a cluster with its own control plane',
};

function reasonOf({ group, kind, resource }: MeshObject): string | undefined {
  switch (resource.target.role) {
    case 'data-plane':
      return `the control plane reads ${kind} from the ASM instance only`;
    case 'mesh':
      return `the ASM instance runs no workloads, so ${kind} belongs in a data-plane cluster`;
    case 'fleet':
      return group === '' || group === 'apps' || group === 'batch'
        ? 'no Application sends it to a member cluster'
        : `ACK One propagates ${fleetKinds.join(', ')} only, so ${kind} belongs in the ASM instance`;
    default:
      return undefined;
  }
}
