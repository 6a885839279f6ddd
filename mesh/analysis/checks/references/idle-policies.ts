import { type TargetedPolicy, targetsOf } from '../../../istio/policy-attachment.js';
import { fieldsOf, isEmptySelector } from '../../../model/index.js';
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
        reportIdlePolicy(mesh, { namespace, selector, spec: targets, object }, report, true);
      }
    }
  },
};
