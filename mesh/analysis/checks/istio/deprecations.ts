import { asText, fieldsOf, type Mesh } from '../../../model/index.js';
import type { Check, Report } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

const { IST0002 } = istioCodes;

/** Kinds of rbac.istio.io, which AuthorizationPolicy has replaced. */
const removedKinds: ReadonlySet<string> = new Set([
  'ClusterRbacConfig',
  'RbacConfig',
  'ServiceRole',
  'ServiceRoleBinding',
]);

/** Fields that Istio will drop or no longer reads, and definitions of kinds that it has dropped. */
export const deprecations: Check = {
  name: 'deprecations',
  types: [IST0002],
  run(mesh, report) {
    checkFaults(mesh, report);
    for (const { object, spec } of mesh.sidecars) {
      if (spec.outboundTrafficPolicy?.egressProxy !== undefined) {
        const values = { subject: 'outboundTrafficPolicy.egressProxy', detail: 'it is not read any more' };
        report(IST0002, object, values, ['spec', 'outboundTrafficPolicy', 'egressProxy']);
      }
    }
    for (const object of mesh.objectsOf('apiextensions.k8s.io', 'CustomResourceDefinition')) {
      const { group, names } = object.spec;
      const kind = asText(fieldsOf(names)['kind']) ?? '';
      if (group === 'rbac.istio.io' && removedKinds.has(kind)) {
        const values = { subject: `${kind} of rbac.istio.io`, detail: 'Istio has dropped it; use AuthorizationPolicy' };
        report(IST0002, object, values, ['spec', 'names', 'kind']);
      }
    }
  },
};

function checkFaults(mesh: Mesh, report: Report): void {
  for (const { object, spec } of mesh.virtualServices) {
    const rule = (spec.http ?? []).findIndex(({ fault }) => (fault?.delay?.percent ?? 0) > 0);
    if (rule >= 0) {
      const values = { subject: 'fault.delay.percent', detail: 'write percentage: {value: …} instead' };
      report(IST0002, object, values, ['spec', 'http', rule, 'fault', 'delay', 'percent']);
    }
  }
}
