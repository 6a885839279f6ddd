import { fieldsListOf, fieldsOf, listOf, podTemplateOf } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { nameSome } from '../../wording.js';

/** Whether an istiod of the files limits the addresses from which it fetches the keys of RequestAuthentications. */
export const fetchedKeys: Check = {
  name: 'fetched-keys',
  types: [istioCodes.IST0175],
  run(mesh, report) {
    const all = mesh.requestAuthentications;
    // Keys that stand in the object itself are not fetched; istioctl does not look.
    const fetching = all.filter(({ spec }) => listOf(spec.jwtRules).some((rule) => !fieldsOf(rule)['jwks']));
    for (const object of all.length === 0 ? [] : mesh.objectsOf('apps', 'Deployment')) {
      const containers = fieldsListOf(fieldsOf(podTemplateOf(object)?.['spec'])['containers']);
      const isLimited = containers.some(({ env }) =>
        fieldsListOf(env).some(({ name, value }) => name === 'BLOCKED_CIDRS_IN_JWKS_URIS' && value),
      );
      if (object.labels['app'] === 'istiod' && !isLimited) {
        const named = (fetching.length === 0 ? all : fetching).map(({ id }) => id);
        const values = { count: nameSome('RequestAuthentication', named) };
        report(istioCodes.IST0175, object, values, [], { isEcho: fetching.length === 0 });
      }
    }
  },
};
