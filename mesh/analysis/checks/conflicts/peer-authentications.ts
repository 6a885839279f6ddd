import { isEmptySelector, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { claimsOf } from '../../workload-claims.js';
import { byAge, oldestFirst } from './by-age.js';

/** Whether PeerAuthentications stand in each other's way: of each level the oldest one holds. */
export const peerAuthenticationConflicts: Check = {
  name: 'peer-authentications',
  types: [asmCodes.ASM0025],
  run(mesh, report) {
    const root = mesh.config.rootNamespace;
    for (const { object, namespace, selector } of mesh.peerAuthentications) {
      if (namespace === root && !isEmptySelector(selector)) {
        const values = {
          what: 'the PeerAuthentication',
          winner: `one in the root namespace ${root}`,
          reason: 'is for the whole mesh, and may not select workloads',
          fix: 'move it to the namespace of the workloads',
        };
        report(asmCodes.ASM0025, object, values, ['spec', 'selector']);
      }
    }
    const claims = claimsOf(mesh, mesh.peerAuthentications, ({ namespace, selector }) => {
      return namespace === root && !isEmptySelector(selector);
    });
    for (const [namespace, objects] of claims.unselective) {
      const where = namespace === root ? 'the whole mesh' : `the whole namespace ${namespace}`;
      reportLosers(objects, `is for ${where} too`, report);
    }
    const told = new Set<string>();
    for (const [workload, objects] of claims.contested) {
      const key = objects.map(({ namespace, name }) => `${namespace}/${name}`).join(' ');
      if (!told.has(key)) {
        told.add(key);
        reportLosers(objects, `selects the pods of ${workload.kind} ${workload.name} too`, report);
      }
    }
  },
};

function reportLosers(objects: readonly MeshObject[], reason: string, report: Report): void {
  const [winner, ...losers] = oldestFirst(objects);
  if (winner === undefined) {
    return;
  }
  for (const loser of losers) {
    const values = {
      what: 'the PeerAuthentication',
      winner: `PeerAuthentication ${winner.namespace}/${winner.name}`,
      reason: `${reason} and ${byAge(winner, loser)}`,
      fix: 'keep one',
    };
    report(asmCodes.ASM0025, loser, values);
  }
}
