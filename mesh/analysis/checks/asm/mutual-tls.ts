import type { ConfigObject, IstioSpecs, Mesh, Workload } from '../../../model/index.js';
import { matchesLabels } from '../../../model/index.js';

type PeerAuthentication = ConfigObject<IstioSpecs['PeerAuthentication']>;

/** The PeerAuthentication that decides on the mTLS mode of workloads, by namespace. */
export class MutualTlsModes {
  private readonly byNamespace = new Map<string, PeerAuthentication[]>();

  constructor(private readonly mesh: Mesh) {
    for (const policy of mesh.peerAuthentications) {
      const policies = this.byNamespace.get(policy.namespace);
      if (policies === undefined) {
        this.byNamespace.set(policy.namespace, [policy]);
      } else {
        policies.push(policy);
      }
    }
  }

  /** The policy without selector that makes a whole namespace STRICT: its own, else the one of the root namespace. */
  strictPolicyOf(namespace: string): PeerAuthentication | undefined {
    for (const owner of [namespace, this.mesh.config.rootNamespace]) {
      const policy = this.namespacePolicy(owner);
      const mode = policy?.spec.mtls?.mode ?? 'UNSET';
      if (policy !== undefined && mode !== 'UNSET') {
        return mode === 'STRICT' ? policy : undefined;
      }
    }
    return undefined;
  }

  /** The policy that makes a workload take mTLS only, on every port that it does not exempt. */
  strictPolicyFor(workload: Workload): PeerAuthentication | undefined {
    if (workload.proxy === 'none' && !workload.isAmbient) {
      return undefined;
    }
    const own = (this.byNamespace.get(workload.namespace) ?? []).find(
      ({ selector }) =>
        selector !== undefined && Object.keys(selector).length > 0 && matchesLabels(workload.labels, selector),
    );
    const mode = own?.spec.mtls?.mode ?? 'UNSET';
    if (own !== undefined && mode !== 'UNSET') {
      return mode === 'STRICT' ? own : undefined;
    }
    const exempts = Object.values(own?.spec.portLevelMtls ?? {}).some((port) => port.mode !== 'STRICT');
    return exempts ? undefined : this.strictPolicyOf(workload.namespace);
  }

  private namespacePolicy(namespace: string): PeerAuthentication | undefined {
    return (this.byNamespace.get(namespace) ?? []).find(
      ({ selector }) => selector === undefined || Object.keys(selector).length === 0,
    );
  }
}
