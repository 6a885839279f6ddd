import { type TargetedPolicy, targetsOf } from '../../../istio/policy-attachment.js';
import { fieldsOf, isEmptySelector, type MeshObject } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { reportIdlePolicy } from '../../idle-policy.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether PeerAuthentications, RequestAuthentications and WasmPlugins select any workload of the mesh. */
export const idlePolicies: Check = {
  name: 'idle-policies',
  types: [istioCodes.IST0127],
  run(mesh, report) {
    const policies = [...mesh.peerAuthentications, ...mesh.requestAuthentications, ...mesh.istio('WasmPlugin')];
    for (const { namespace, selector, spec, object } of policies) {
      const targets: TargetedPolicy['spec'] = fieldsOf(spec);
      if (!isEmptySelector(selector) && targetsOf(targets).length === 0) {
        const where = namespace === mesh.config.rootNamespace ? undefined : namespace;
        if (asksForNothing(object) && mesh.selectWorkloads(where, selector).length > 0) {
          continue;
        }
        reportIdlePolicy(mesh, { namespace, selector, spec: targets, object }, report, true);
      }
    }
  },
};

/** Whether a policy asks for what pods without a proxy do anyway: a PeerAuthentication that takes plain text wherever it says something. */
function asksForNothing({ kind, spec }: MeshObject): boolean {
  const modes = [spec['mtls'], ...Object.values(fieldsOf(spec['portLevelMtls']))].map((one) => fieldsOf(one)['mode']);
  return kind === 'PeerAuthentication' && !modes.includes('STRICT');
}
