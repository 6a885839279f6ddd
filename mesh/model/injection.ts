import type { Labels } from './labels.js';

/** Why a pod does or does not get a sidecar. */
export type InjectionReason =
  | 'namespace-label'
  | 'namespace-revision'
  | 'pod-label'
  | 'pod-revision'
  | 'host-network'
  | 'system-namespace'
  | 'pod-label-opts-out'
  | 'pod-annotation-opts-out'
  | 'namespace-opts-out'
  | 'not-selected';

/** Whether the injection webhook adds a proxy to a pod. */
export interface Injection {
  readonly injected: boolean;
  readonly reason: InjectionReason;
  /** Control-plane revision that injects; `default` when no revision is named. Only when injected. */
  readonly revision?: string;
}

/** Namespaces in which Istio never injects. */
export const systemNamespaces: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
]);

const injectKey = 'sidecar.istio.io/inject';
const revisionKey = 'istio.io/rev';
const truths: ReadonlySet<string> = new Set(['y', 'yes', 'true', 'on']);

/**
 * Whether a pod gets a proxy, as the webhook's selectors and the injector decide
 * (https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy):
 *
 * 1. The namespace label `istio-injection` decides first: `enabled` selects every pod that does not opt out, any other
 *    value none. Without it `istio.io/rev` on the namespace selects them, and without both only the pod's own label does.
 * 2. The pod opts out with the label or, when there is no label, the annotation `sidecar.istio.io/inject`.
 * 3. Pods on the host network and in system namespaces are never injected.
 */
export function decideInjection(pod: {
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly hostNetwork: boolean;
}): Injection {
  const selected = selectPod(pod.namespaceLabels, pod.labels);
  if (!selected.injected) {
    return selected;
  }
  if (pod.hostNetwork) {
    return { injected: false, reason: 'host-network' };
  }
  if (systemNamespaces.has(pod.namespace)) {
    return { injected: false, reason: 'system-namespace' };
  }
  const label = pod.labels[injectKey];
  const wish = (label ?? pod.annotations[injectKey] ?? '').toLowerCase();
  if (wish === '' || truths.has(wish)) {
    return selected;
  }
  return { injected: false, reason: label === undefined ? 'pod-annotation-opts-out' : 'pod-label-opts-out' };
}

function selectPod(namespaceLabels: Labels, podLabels: Labels): Injection {
  const podWish = podLabels[injectKey];
  const injection = namespaceLabels['istio-injection'];
  if (podWish === 'false') {
    return { injected: false, reason: 'pod-label-opts-out' };
  }
  if (injection !== undefined) {
    return injection === 'enabled'
      ? { injected: true, reason: 'namespace-label', revision: 'default' }
      : { injected: false, reason: 'namespace-opts-out' };
  }
  const namespaceRevision = namespaceLabels[revisionKey];
  if (namespaceRevision !== undefined) {
    return { injected: true, reason: 'namespace-revision', revision: namespaceRevision };
  }
  const podRevision = podLabels[revisionKey];
  if (podRevision !== undefined) {
    return { injected: true, reason: 'pod-revision', revision: podRevision };
  }
  return podWish === 'true'
    ? { injected: true, reason: 'pod-label', revision: 'default' }
    : { injected: false, reason: 'not-selected' };
}

/** What a namespace's labels say about injection, for pods that say nothing themselves. */
export function namespaceInjection(namespaceLabels: Labels): 'enabled' | 'disabled' | 'revision' | 'unset' {
  const injection = namespaceLabels['istio-injection'];
  if (injection !== undefined) {
    return injection === 'enabled' ? 'enabled' : 'disabled';
  }
  return namespaceLabels[revisionKey] === undefined ? 'unset' : 'revision';
}

/**
 * Whether a pod's traffic is captured by ambient mode: the label `istio.io/dataplane-mode` of the pod, else of the namespace, is
 * `ambient` (https://istio.io/latest/docs/ambient/usage/add-workloads/). Pods with a sidecar or on the host network are not.
 */
export function isAmbient(namespaceLabels: Labels, podLabels: Labels): boolean {
  return (podLabels['istio.io/dataplane-mode'] ?? namespaceLabels['istio.io/dataplane-mode']) === 'ambient';
}

/** A waypoint by the name of its Gateway. */
export interface WaypointReference {
  readonly name: string;
  readonly namespace: string;
}

/**
 * The waypoint that the labels of an object, else those of its namespace, ask for: `istio.io/use-waypoint`, in the namespace
 * `istio.io/use-waypoint-namespace` when given; `none` asks for no waypoint
 * (https://istio.io/latest/docs/ambient/usage/waypoint/#useawaypoint).
 */
export function useWaypoint(labels: Labels, namespaceLabels: Labels, namespace: string): WaypointReference | undefined {
  const asking = labels['istio.io/use-waypoint'] === undefined ? namespaceLabels : labels;
  const name = asking['istio.io/use-waypoint'];
  if (name === undefined || name === 'none' || name === '') {
    return undefined;
  }
  return { name, namespace: asking['istio.io/use-waypoint-namespace'] ?? namespace };
}
