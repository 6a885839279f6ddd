import type { NetworkPeer } from '../../../mesh/kubernetes/network-policy.js';

/** A pod of a namespace whose label `team` is its name. */
export const pod = (
  namespace: string,
  labels: Record<string, string>,
  more: Partial<NetworkPeer> = {},
): NetworkPeer => ({
  kind: 'pod',
  namespace,
  labels,
  namespaceLabels: { 'kubernetes.io/metadata.name': namespace, team: namespace },
  ...more,
});

/** An address outside the cluster. */
export const outside = (address?: string): NetworkPeer => ({
  kind: 'outside',
  address,
  namespace: '',
  labels: {},
  namespaceLabels: {},
});
