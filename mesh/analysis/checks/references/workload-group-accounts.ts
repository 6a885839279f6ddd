import { Holdings } from '../../../assumption/holdings.js';
import { misspelt } from '../../../assumption/misspelt.js';
import { asText, fieldsOf } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether the service accounts of WorkloadGroups exist, where the files have those of the namespace. */
export const workloadGroupAccounts: Check = {
  name: 'workload-group-accounts',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    for (const object of mesh.objectsOf('networking.istio.io', 'WorkloadGroup')) {
      const { namespace } = object;
      const name = asText(fieldsOf(object.spec['template'])['serviceAccount']) ?? '';
      if (name === '' || name === 'default' || mesh.find('', 'ServiceAccount', namespace, name).length > 0) {
        continue;
      }
      const others = mesh
        .objectsOf('', 'ServiceAccount')
        .flatMap((one) => (one.namespace === namespace ? [one.name] : []));
      const meant = misspelt(name, others);
      const standing = Holdings.of(mesh).standing('ServiceAccount', namespace);
      if (meant !== undefined || standing !== 'elsewhere') {
        const why = `namespace ${namespace} has no such ServiceAccount in these files`;
        const values = {
          thing: `ServiceAccount ${name}`,
          why: meant === undefined ? why : `${why}; did you mean ${meant}?`,
          effect: 'machines of the group get no identity',
        };
        const field = ['spec', 'template', 'serviceAccount'];
        report(istioCodes.IST0101, object, values, field, { level: 'warning', isOwn: true });
      }
    }
  },
};
