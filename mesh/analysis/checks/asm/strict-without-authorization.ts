import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { MutualTlsModes } from './mutual-tls.js';
import { targetsOf } from './policy-scope.js';

/**
 * mTLS proves who calls; without an AuthorizationPolicy nobody asks. Looks at namespaces with workloads of their own in the mesh; a
 * policy of the root namespace without targets guards all of them.
 */
export const strictWithoutAuthorization: Check = {
  name: 'strict-without-authorization',
  types: [asmCodes.ASM0004],
  run(mesh, report) {
    if (mesh.peerAuthentications.length === 0) {
      return;
    }
    const { rootNamespace } = mesh.config;
    const guarded = new Set(mesh.authorizationPolicies.map(({ namespace }) => namespace));
    const guardsAll = mesh.authorizationPolicies.some(
      (policy) => policy.namespace === rootNamespace && targetsOf(policy).length === 0 && policy.selector === undefined,
    );
    const modes = new MutualTlsModes(mesh);
    for (const namespace of guardsAll ? [] : mesh.namespaces.keys()) {
      const policy = guarded.has(namespace) ? undefined : modes.strictPolicyOf(namespace);
      const hasWorkloads = mesh
        .workloadsIn(namespace)
        .some((workload) => workload.proxy === 'sidecar' || workload.isAmbient);
      if (policy !== undefined && hasWorkloads) {
        report(asmCodes.ASM0004, policy.object, { namespace }, ['spec', 'mtls']);
      }
    }
  },
};
