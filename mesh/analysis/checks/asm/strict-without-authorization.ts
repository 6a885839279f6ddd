import { PeerAuthentications } from '../../../istio/peer-authentication.js';
import { isForAll } from '../../../istio/policy-attachment.js';
import type { MeshObject } from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { nameSome } from '../../wording.js';

/**
 * mTLS proves who calls; without an AuthorizationPolicy nothing asks. Looks at namespaces with workloads of their own in the mesh; a policy of
 * the root namespace without targets guards all of them. Reported once for each PeerAuthentication, with its namespaces.
 */
export const strictWithoutAuthorization: Check = {
  name: 'strict-without-authorization',
  types: [asmCodes.ASM0004],
  run(mesh, report) {
    const { rootNamespace } = mesh.config;
    const guarded = new Set(mesh.authorizationPolicies.map(({ namespace }) => namespace));
    const guardsAll = mesh.authorizationPolicies.some(
      (policy) => policy.namespace === rootNamespace && isForAll(policy),
    );
    if (mesh.peerAuthentications.length === 0 || guardsAll) {
      return;
    }
    const peers = new PeerAuthentications(mesh);
    const open = new Map<MeshObject, string[]>();
    for (const namespace of mesh.namespaces.keys()) {
      const { mode, object } = peers.forNamespace(namespace);
      const isOpen = mode === 'STRICT' && !guarded.has(namespace);
      const hasWorkloads = (): boolean =>
        mesh.workloadsIn(namespace).some((workload) => workload.proxy === 'sidecar' || workload.isAmbient);
      if (object !== undefined && isOpen && hasWorkloads()) {
        append(open, object, namespace);
      }
    }
    for (const [object, namespaces] of open) {
      report(asmCodes.ASM0004, object, { namespaces: nameSome('namespace', namespaces) }, ['spec', 'mtls']);
    }
  },
};
