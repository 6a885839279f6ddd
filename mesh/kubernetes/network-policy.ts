import { type Labels, matchesLabelSelector } from '../model/labels.js';
import {
  asFields,
  asNumber,
  asText,
  type Fields,
  fieldsListOf,
  fieldsOf,
  labelsOf,
  textListOf,
} from '../model/narrowing.js';
import { isAddressIn } from './address-membership.js';

/** The two ways of traffic that a policy can restrict. */
export type PolicyDirection = 'ingress' | 'egress';

/** One end of a connection, as network policies see it. */
export interface NetworkPeer {
  /**
   * - `pod`: a pod of the cluster that has its own network;
   * - `inside`: an address of the cluster that no selector covers, such as a node or a pod of its network;
   * - `outside`: an address outside the cluster.
   */
  readonly kind: 'pod' | 'inside' | 'outside';
  /** IPv4 or IPv6 address. @default unknown: pods get theirs when they start, names are looked up when they are called */
  readonly address?: string | undefined;
  /** Empty unless it is a pod. */
  readonly namespace: string;
  /** Labels of the pod. */
  readonly labels: Labels;
  /** Labels of the pod's namespace, with `kubernetes.io/metadata.name`, which Kubernetes sets itself. */
  readonly namespaceLabels: Labels;
  /** Numbers of its container ports by name. */
  readonly portNamed?: ((name: string) => number | undefined) | undefined;
  /** Whether the labels are all that the pod has, which they are not for a pod that no manifest has. @default true */
  readonly areLabelsKnown?: boolean;
  /** Whether the labels of the namespace are all that it has, which they are not where its Namespace is in no manifest. @default true */
  readonly areNamespaceLabelsKnown?: boolean;
}

/** An end of a connection that no selector covers; without an address it may be any. */
export function addressPeer(kind: 'inside' | 'outside', address: string | undefined): NetworkPeer {
  return { kind, address, namespace: '', labels: {}, namespaceLabels: {} };
}

/** A connection after a Service's address became that of a pod: policies see the port of the pod, not the Service's. */
export interface NetworkConnection {
  readonly source: NetworkPeer;
  readonly destination: NetworkPeer;
  /** Port at the destination, from 1 to 65535. */
  readonly port: number;
  /** @default TCP */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** What a policy names matches, does not, or does depending on an address or on labels that are not known. */
export type Match = 'yes' | 'no' | 'unknown';

/**
 * A NetworkPolicy of Kubernetes, read once (https://kubernetes.io/docs/concepts/services-networking/network-policies/). Fields of the
 * wrong type are as if absent: an API server refuses such an object.
 */
export class NetworkPolicy {
  private readonly podSelector: unknown;
  private readonly rules: Readonly<Record<PolicyDirection, readonly Fields[]>>;
  private readonly directions: ReadonlySet<string>;

  constructor(
    /** `namespace/name`. */
    readonly id: string,
    readonly namespace: string,
    spec: Fields,
  ) {
    this.podSelector = spec['podSelector'];
    this.rules = { ingress: fieldsListOf(spec['ingress']), egress: fieldsListOf(spec['egress']) };
    this.directions = directionsOf(spec);
  }

  /** Whether it isolates a pod in a direction: what no rule of any such policy allows is refused. */
  isolates(pod: NetworkPeer, direction: PolicyDirection): Match {
    return pod.kind === 'pod' && pod.namespace === this.namespace && this.directions.has(direction)
      ? podMatch(pod, this.podSelector)
      : 'no';
  }

  /** Whether a rule of a direction allows a connection. Says nothing about which pods it isolates. */
  allows(connection: NetworkConnection, direction: PolicyDirection): Match {
    let best: Match = 'no';
    const peer = direction === 'ingress' ? connection.source : connection.destination;
    for (const rule of this.rules[direction]) {
      if (portMatches(rule['ports'], connection)) {
        const match = this.peerMatches(rule[direction === 'ingress' ? 'from' : 'to'], peer);
        if (match === 'yes') {
          return 'yes';
        }
        best = match === 'unknown' ? 'unknown' : best;
      }
    }
    return best;
  }

  /** A rule without peers, or with an empty list of them, is for every one. */
  private peerMatches(peers: unknown, peer: NetworkPeer): Match {
    const list = fieldsListOf(peers);
    if (list.length === 0) {
      return 'yes';
    }
    const matches = list.map((one) => this.peerMatch(one, peer));
    return matches.find((match) => match === 'yes') ?? matches.find((match) => match === 'unknown') ?? 'no';
  }

  private peerMatch(wanted: Fields, peer: NetworkPeer): Match {
    const block = asFields(wanted['ipBlock']);
    if (block !== undefined) {
      return blockMatch(block, peer);
    }
    if (peer.kind !== 'pod') {
      return 'no';
    }
    const { podSelector, namespaceSelector } = wanted;
    const { namespaceLabels, areNamespaceLabelsKnown = true } = peer;
    const ofNamespace =
      namespaceSelector === undefined || namespaceSelector === null
        ? peer.namespace === this.namespace
          ? 'yes'
          : 'no'
        : selectorMatch(namespaceLabels, namespaceSelector, areNamespaceLabelsKnown);
    return both(ofNamespace, podMatch(peer, podSelector));
  }
}

function podMatch({ labels, areLabelsKnown = true }: NetworkPeer, selector: unknown): Match {
  return selectorMatch(labels, selector, areLabelsKnown);
}

function both(one: Match, other: Match): Match {
  return one === 'no' || other === 'no' ? 'no' : one === 'yes' ? other : 'unknown';
}

/** Whether labels match a selector; each of its conditions about a label that is not among those known may hold or not. */
function selectorMatch(labels: Labels, selector: unknown, areAllKnown: boolean): Match {
  if (areAllKnown) {
    return matchesLabelSelector(labels, selector) ? 'yes' : 'no';
  }
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  const conditions = [
    ...Object.entries(labelsOf(matchLabels)).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...fieldsListOf(matchExpressions),
  ];
  return conditions
    .map((condition): Match => {
      const isKnown = Object.hasOwn(labels, asText(condition['key']) ?? '');
      return isKnown ? selectorMatch(labels, { matchExpressions: [condition] }, true) : 'unknown';
    })
    .reduce(both, 'yes');
}

/**
 * Without `policyTypes` a policy is for ingress, and for egress too when it has rules for it: an empty list of them is one
 * (https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/).
 */
function directionsOf(spec: Fields): ReadonlySet<string> {
  const named = textListOf(spec['policyTypes']).map((type) => type.toLowerCase());
  if (named.length > 0) {
    return new Set(named);
  }
  return new Set(Array.isArray(spec['egress']) && spec['egress'].length > 0 ? ['ingress', 'egress'] : ['ingress']);
}

/** A rule without ports, or with an empty list of them, is for every port. A name is looked up in the pod that is called. */
function portMatches(ports: unknown, { destination, port, protocol = 'TCP' }: NetworkConnection): boolean {
  const list = fieldsListOf(ports);
  return (
    list.length === 0 ||
    list.some((wanted) => {
      if ((asText(wanted['protocol']) ?? 'TCP') !== protocol) {
        return false;
      }
      const name = asText(wanted['port']);
      const first = name === undefined ? asNumber(wanted['port']) : destination.portNamed?.(name);
      if (first === undefined) {
        return name === undefined;
      }
      return port >= first && port <= (asNumber(wanted['endPort']) ?? first);
    })
  );
}

function blockMatch(block: Fields, peer: NetworkPeer): Match {
  const within = isAddressIn(asText(block['cidr']) ?? '', peer);
  if (within === 'no') {
    return 'no';
  }
  const excepted = textListOf(block['except']).map((except) => isAddressIn(except, peer));
  if (excepted.includes('yes')) {
    return 'no';
  }
  return within === 'unknown' || excepted.includes('unknown') ? 'unknown' : 'yes';
}
