import { networkSource } from '../envoy/network.js';
import type { NotModelled } from '../inputs/index.js';
import type { NetworkDecision } from '../kubernetes/network-policies.js';
import { addressPeer, type NetworkConnection, type NetworkPeer } from '../kubernetes/network-policy.js';
import type { PushContext } from '../proxy/push-context.js';
import { isIpAddress } from '../text/ip-address.js';
import type { Question } from './evaluate.js';

/** What NetworkPolicies leave open about an answer. */
export function openNetworkQuestions(
  push: PushContext,
  question: Question,
  decisions: readonly NetworkDecision[],
): readonly NotModelled[] {
  if (push.networkPolicies.isEmpty) {
    return [];
  }
  const undecided = new Set(
    decisions.filter(({ verdict }) => verdict === 'depends').flatMap(({ policies }) => policies),
  );
  const effect =
    'it lets connections pass or not by addresses or labels that the manifests do not say; they are taken to pass';
  return [
    ...[...undecided].sort().map((policy) => ({ object: `NetworkPolicy ${policy}`, field: 'spec', effect })),
    ...unmetNeeds(push, question),
  ];
}

/** What the pod of the caller needs besides the request itself, and what policies for its egress do not let through. */
function unmetNeeds(push: PushContext, { downstream, target }: Question): readonly NotModelled[] {
  const { workload, hasSidecar } = downstream;
  if (workload === undefined) {
    return [];
  }
  const needs: readonly (readonly [connection: Omit<NetworkConnection, 'source'>, effect: string])[] = [
    ...(isIpAddress(target.host)
      ? []
      : [
          [
            { destination: systemPod(push, 'kube-system', { 'k8s-app': 'kube-dns' }), port: 53, protocol: 'UDP' },
            'no rule lets its pods ask the DNS of the cluster (UDP 53), so names may not resolve',
          ] as const,
        ]),
    ...(hasSidecar
      ? [
          [
            { destination: controlPlane(push), port: 15012 },
            'no rule lets its sidecars connect to the control plane (port 15012), so they may get no configuration',
          ] as const,
        ]
      : []),
  ];
  const { peer: source, cluster } = networkSource(push, workload);
  return needs.flatMap(([connection, effect]) => {
    const { verdict, direction, policies } = push.networkPolicies.decide(
      { source, ...connection },
      { source: cluster, destination: '' },
    );
    return verdict === 'denied' && direction === 'egress'
      ? policies.map((policy) => ({ object: `NetworkPolicy ${policy}`, field: 'spec.egress', effect }))
      : [];
  });
}

function systemPod(push: PushContext, namespace: string, labels: NetworkPeer['labels']): NetworkPeer {
  return {
    ...push.networkPolicies.podOf(namespace, labels, ''),
    areLabelsKnown: false,
    areNamespaceLabelsKnown: false,
  };
}

/** Pods of istiod; that of an ASM instance runs outside the cluster. */
function controlPlane(push: PushContext): NetworkPeer {
  const { isAsm, config } = push.mesh;
  return isAsm ? addressPeer('inside', undefined) : systemPod(push, config.rootNamespace, { app: 'istiod' });
}
