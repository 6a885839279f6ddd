import type { NetworkPolicySpec } from '../api/index.js';

type Peer = NonNullable<NonNullable<NetworkPolicySpec['ingress']>[number]['from']>[number];
type EgressRule = NonNullable<NetworkPolicySpec['egress']>[number];

/** Where the pods of a tenant may connect to beside namespaces, when its way out is closed. */
export interface TenantOutbound {
  /** Ranges of addresses outside the namespaces, such as `10.8.0.0/24` of a database. @default none */
  readonly addresses?: readonly string[];
}

/** What the NetworkPolicy of one namespace is made of. */
export interface TenantNetwork {
  /** Namespaces whose pods may connect: the tenant's own, its callers', those of gateways. */
  readonly from: readonly string[];
  /** Namespaces that its pods may connect to. */
  readonly to: readonly string[];
  /** Ranges of the pods of the other clusters. */
  readonly podNetworks: readonly string[];
  readonly isAmbient: boolean;
  /** @default pods may connect to any address */
  readonly outbound?: TenantOutbound;
}

/** The address from which the probes of the kubelet come in ambient mode (Istio, "Ambient and Kubernetes NetworkPolicy"). */
const AMBIENT_PROBES = '169.254.7.127/32';
/** The address at which nodes answer DNS themselves, with NodeLocal DNSCache. */
const NODE_DNS = '169.254.20.10/32';

/**
 * Lets in the tenant itself, its callers and the gateways. Probes need no rule: Kubernetes lets a node reach its own pods, except in ambient
 * mode, where they seem to come from another address.
 */
export function networkPolicySpec(network: TenantNetwork): NetworkPolicySpec {
  const { from, podNetworks, isAmbient, outbound } = network;
  const ranges = [...podNetworks, ...(isAmbient ? [AMBIENT_PROBES] : [])];
  return {
    podSelector: {},
    policyTypes: outbound === undefined ? ['Ingress'] : ['Ingress', 'Egress'],
    ingress: [{ from: [namespaces(from), ...ranges.map(block)] }],
    egress: outbound === undefined ? undefined : egressRules(network, outbound),
  };
}

function egressRules({ to, podNetworks }: TenantNetwork, { addresses = [] }: TenantOutbound): EgressRule[] {
  return [
    { to: [namespaces(to), ...[...podNetworks, ...addresses].map(block)] },
    {
      to: [namespaces(['kube-system']), block(NODE_DNS)],
      ports: [
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ],
    },
    // The control plane of an ASM instance is outside the cluster, at an address of its own.
    { ports: [{ protocol: 'TCP', port: 15012 }] },
  ];
}

function namespaces(names: readonly string[]): Peer {
  const values = [...new Set(names)].sort();
  return { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] } };
}

function block(cidr: string): Peer {
  return { ipBlock: { cidr } };
}
