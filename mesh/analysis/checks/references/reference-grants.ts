import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { isNamespaceThere, missingNamespace } from '../../missing-namespace.js';

/** Whether the namespaces that a ReferenceGrant lets in exist. */
export const referenceGrants: Check = {
  name: 'reference-grants',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    for (const { object, spec } of mesh.gatewayApi('ReferenceGrant')) {
      for (const [index, { namespace: name = '' }] of (spec.from ?? []).entries()) {
        if (name !== '' && !isNamespaceThere(mesh, name)) {
          const { why, circumstances } = missingNamespace(mesh, name);
          const values = { thing: `namespace ${name}`, why, effect: 'the grant lets nothing in' };
          const field = ['spec', 'from', index, 'namespace'];
          report(istioCodes.IST0101, object, values, field, { ...circumstances, isOwn: true });
        }
      }
    }
  },
};
