import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import {
  addressPeer,
  type NetworkConnection,
  type NetworkPeer,
  NetworkPolicy,
  type PolicyDirection,
} from './network-policy.js';

/** What the network policies say about a connection. */
export interface NetworkDecision {
  /**
   * - `allowed`: nothing isolates either end, or a rule allows it;
   * - `denied`: an end is isolated and no rule allows it;
   * - `depends`: it may be allowed, depending on an address or on labels that the manifests do not say.
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
  private readonly peers = new Map<Workload, NetworkPeer>();
  /** Whether some rule names addresses. */
  readonly hasAddressBlocks: boolean;

  constructor(private readonly mesh: Mesh) {
    const isEnforced = mesh.networkPolicies !== 'ignored';
    this.hasAddressBlocks =
      isEnforced &&
      mesh
        .objectsOf('networking.k8s.io', 'NetworkPolicy')
        .some(({ spec }) => JSON.stringify(spec).includes('"ipBlock"'));
    for (const object of isEnforced ? mesh.objectsOf('networking.k8s.io', 'NetworkPolicy') : []) {
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

  /**
   * Decides a connection; the policies of each end are those of the cluster that it runs in, empty for none. To the policies of one cluster
   * the pods of another are but addresses.
   */
  decide(
    { source, destination, port, protocol = 'TCP' }: NetworkConnection,
    clusters: { readonly source: string; readonly destination: string },
  ): NetworkDecision {
    const isForeign = clusters.source !== '' && clusters.destination !== '' && clusters.source !== clusters.destination;
    const seen = (peer: NetworkPeer): NetworkPeer =>
      isForeign && peer.kind === 'pod' ? addressPeer('inside', peer.address) : peer;
    const leaving = { source, destination: seen(destination), port, protocol };
    const entering = { source: seen(source), destination, port, protocol };
    const sides = [
      this.side(leaving, 'egress', source, clusters.source),
      this.side(entering, 'ingress', destination, clusters.destination),
    ];
    const order = ['denied', 'depends', 'allowed'] as const;
    for (const verdict of order) {
      const found = sides.find((side) => side.verdict === verdict && side.direction !== undefined);
      if (found !== undefined) {
        return found;
      }
    }
    return open;
  }

  /** A workload as an end of a connection. One on the network of its node is no pod to a policy. */
  peerOf(workload: Workload): NetworkPeer {
    let peer = this.peers.get(workload);
    if (peer === undefined) {
      peer = this.readPeer(workload);
      this.peers.set(workload, peer);
    }
    return peer;
  }

  private readPeer(workload: Workload): NetworkPeer {
    const { namespace, labels, cluster, hostNetwork, entry } = workload;
    return hostNetwork || entry !== undefined
      ? addressPeer('inside', entry?.address)
      : { ...this.podOf(namespace, labels, cluster), portNamed: (name) => workload.portNamed(name) };
  }

  /** A pod of a namespace that need not be in the files. */
  podOf(namespace: string, labels: NetworkPeer['labels'], cluster: string): NetworkPeer {
    const declared = this.mesh.namespace(namespace);
    const namespaceLabels = { ...declared.labelsIn(cluster), 'kubernetes.io/metadata.name': namespace };
    const areNamespaceLabelsKnown = declared.in(cluster) !== undefined;
    return { kind: 'pod', namespace, labels, namespaceLabels, areNamespaceLabelsKnown };
  }

  private side(
    connection: NetworkConnection,
    direction: PolicyDirection,
    end: NetworkPeer,
    cluster: string,
  ): NetworkDecision {
    const own = this.byCluster.get(cluster)?.get(end.namespace) ?? [];
    const isolating = own
      .map((policy) => ({ policy, isolates: policy.isolates(end, direction) }))
      .filter(({ isolates }) => isolates !== 'no')
      .map(({ policy, isolates }) => ({ policy, isolates, allows: policy.allows(connection, direction) }));
    if (isolating.length === 0) {
      return open;
    }
    const certain = isolating.filter(({ isolates }) => isolates === 'yes');
    const verdict = certain.some(({ allows }) => allows === 'yes')
      ? 'allowed'
      : certain.length > 0 && isolating.every(({ allows }) => allows === 'no')
        ? 'denied'
        : certain.length === 0 && isolating.every(({ allows }) => allows === 'yes')
          ? 'allowed'
          : 'depends';
    return { verdict, direction, policies: isolating.map(({ policy }) => policy.id).sort() };
  }
}
