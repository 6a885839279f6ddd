import { type Fields, fieldsListOf, fieldsOf, podTemplateOf, podTemplatePath } from '../../../model/index.js';
import type { FieldPath } from '../../../yaml/positions.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { isOfIstio } from '../../istio-own.js';

/** User id of the proxy: requests of processes that have it are not sent through the proxy. */
const proxyUser = 1337;

/** Whether a container other than the proxy runs as the proxy's user. */
export const applicationUid: Check = {
  name: 'application-uid',
  types: [istioCodes.IST0144],
  run(mesh, report) {
    for (const { object, labels, proxy } of mesh.workloads) {
      // A gateway of Istio is its own proxy.
      const template = object.madeFrom === undefined && !isOfIstio(object) ? podTemplateOf(object) : undefined;
      const field = fieldOfUser(fieldsOf(template?.['spec']));
      if (field !== undefined) {
        const isEcho = proxy === 'gateway' || isOfIstio({ labels });
        report(istioCodes.IST0144, object, {}, [...podTemplatePath(object), 'spec', ...field], { isEcho });
      }
    }
  },
};

function fieldOfUser(pod: Fields): FieldPath | undefined {
  const runsAsProxy = (fields: Fields): boolean => fieldsOf(fields['securityContext'])['runAsUser'] === proxyUser;
  if (runsAsProxy(pod)) {
    return ['securityContext', 'runAsUser'];
  }
  const index = fieldsListOf(pod['containers']).findIndex(
    (container) => container['name'] !== 'istio-proxy' && runsAsProxy(container),
  );
  return index < 0 ? undefined : ['containers', index, 'securityContext', 'runAsUser'];
}
