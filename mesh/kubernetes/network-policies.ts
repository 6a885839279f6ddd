import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { type NetworkConnection, type NetworkPeer, NetworkPolicy, type PolicyDirection } from './network-policy.js';

/** What the network policies say about a connection. */
export interface NetworkDecision {
  /**
   * - `allowed`: nothing isolates either end, or a rule allows it;
   * - `denied`: an end is isolated and no rule allows it;
   * - `depends`: a rule may allow it, depending on an address that the manifests do not say.
   */
  readonly verdict: 'allowed' | 'denied' | 'depends';
  /** The side whose policies decided; undefined when no policy isolates either. */
  readonly direction: PolicyDirection | undefined;
  /** `namespace/name` of the policies that isolate that side, sorted. */
  readonly policies: readonly string[];
}

const open: NetworkDecision = { verdict: 'allowed', direction: undefined, policies: [] };

/**
 * The NetworkPolicies of every cluster (https://kubernetes.io/docs/concepts/services-networking/network-policies/). They add up: a
 * connection needs a rule at both ends that are isolated. Whether a cluster enforces them is a matter of its network plugin, which the
 * manifests do not say; on ACK Terway does, Flannel does not.
 */
export class NetworkPolicies {
  private readonly byCluster = new Map<string, Map<string, NetworkPolicy[]>>();

  constructor(private readonly mesh: Mesh) {
    for (const object of mesh.objectsOf('networking.k8s.io', 'NetworkPolicy')) {
      const { name, role } = object.resource.target;
      // The ASM instance and the fleet run no pods, so a policy there isolates nothing.
      if (role === 'data-plane' || role === 'all') {
        const policies = this.byCluster.get(name) ?? new Map<string, NetworkPolicy[]>();
        this.byCluster.set(name, policies);
        const id = `${object.namespace}/${object.name}`;
        append(policies, object.namespace, new NetworkPolicy(id, object.namespace, object.spec));
      }
    }
  }

  /** Whether there is any, so that a caller can skip the question. */
  get isEmpty(): boolean {
    return this.byCluster.size === 0;
  }

  /** Decides a connection; the policies of each end are those of the cluster that it runs in, empty for none. */
  decide(
    connection: NetworkConnection,
    clusters: { readonly source: string; readonly destination: string },
  ): NetworkDecision {
    const leaving = this.side(connection, 'egress', connection.source, clusters.source);
    const entering = this.side(connection, 'ingress', connection.destination, clusters.destination);
    const order = ['denied', 'depends', 'allowed'] as const;
    for (const verdict of order) {
      const found = [leaving, entering].find((side) => side.verdict === verdict && side.direction !== undefined);
      if (found !== undefined) {
        return found;
      }
    }
    return open;
  }

  /** A workload as an end of a connection. One on the network of its node is no pod to a policy. */
  peerOf(workload: Workload): NetworkPeer {
    const { namespace, labels, cluster } = workload;
    if (workload.hostNetwork || workload.entry !== undefined) {
      return { kind: 'inside', address: workload.entry?.address, namespace: '', labels: {}, namespaceLabels: {} };
    }
    return this.podOf(namespace, labels, cluster, (name) => workload.portNamed(name));
  }

  /** A pod of a namespace that need not be in the files. */
  podOf(
    namespace: string,
    labels: NetworkPeer['labels'],
    cluster: string,
    portNamed?: NetworkPeer['portNamed'],
  ): NetworkPeer {
    const own = this.mesh.namespace(namespace).labelsIn(cluster);
    const namespaceLabels = { ...own, 'kubernetes.io/metadata.name': namespace };
    return { kind: 'pod', namespace, labels, namespaceLabels, portNamed };
  }

  private side(
    connection: NetworkConnection,
    direction: PolicyDirection,
    end: NetworkPeer,
    cluster: string,
  ): NetworkDecision {
    const isolating = (this.byCluster.get(cluster)?.get(end.namespace) ?? []).filter((policy) =>
      policy.isolates(end, direction),
    );
    if (isolating.length === 0) {
      return open;
    }
    const policies = isolating.map(({ id }) => id).sort();
    const matches = isolating.map((policy) => policy.allows(connection, direction));
    const verdict = matches.includes('yes') ? 'allowed' : matches.includes('unknown') ? 'depends' : 'denied';
    return { verdict, direction, policies };
  }
}
