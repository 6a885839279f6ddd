import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './cluster-error.js';
import type { Kubectl, KubeObject } from './kubectl.js';

/** How long things may take, in milliseconds. */
export interface Patience {
  /** Until the pods of every Deployment serve. */
  readonly all: number;
  /** For a container that is refused: a registry may falter. */
  readonly refused: number;
}

const PATIENCE: Patience = { all: 300_000, refused: 30_000 };

/** Why a container that waits may wait for good. */
const REFUSED: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CrashLoopBackOff',
]);

interface ContainerStatus {
  readonly image: string;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
}

interface PodStatus {
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
}

interface DeploymentStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
}

/**
 * Waits until every Deployment of a namespace is available and its pods have sidecars.
 *
 * @throws ClusterError with the reason, soon where waiting does not help
 */
export async function deploymentsAvailable(
  kubectl: Pick<Kubectl, 'list'>,
  namespace: string,
  patience = PATIENCE,
): Promise<void> {
  const end = Date.now() + patience.all;
  let refusedSince: number | undefined;
  for (;;) {
    const deployments = await kubectl.list('deployments', '-n', namespace);
    const pods = await kubectl.list('pods', '-n', namespace);
    const bare = pods.find((pod) => !hasSidecar(pod));
    if (bare !== undefined) {
      throw new ClusterError(
        `the pod ${bare.metadata.name} got no sidecar: Istio must inject into namespaces with the label istio-injection=enabled`,
      );
    }
    const [refusal] = pods.flatMap(refusals);
    refusedSince = refusal === undefined ? undefined : (refusedSince ?? Date.now());
    if (refusal !== undefined && Date.now() - (refusedSince ?? 0) > patience.refused) throw new ClusterError(refusal);
    const waiting = deployments.filter((deployment) => !isAvailable(deployment));
    if (deployments.length > 0 && waiting.length === 0) return;
    if (Date.now() > end) {
      throw new ClusterError(`the pods of the test did not start within ${patience.all / 1000} s: ${why(waiting)}`);
    }
    await sleep(1000);
  }
}

/** Whether a pod has the container of a sidecar. */
export function hasSidecar(pod: KubeObject): boolean {
  const { containers, initContainers = [] } = pod['spec'] as {
    containers: readonly { readonly name: string }[];
    initContainers?: readonly { readonly name: string }[];
  };
  return [...containers, ...initContainers].some(({ name }) => name === 'istio-proxy');
}

/** Why containers of a pod do not start. */
function refusals(pod: KubeObject): string[] {
  const { containerStatuses = [], initContainerStatuses = [] } = (pod['status'] ?? {}) as PodStatus;
  return [...initContainerStatuses, ...containerStatuses].flatMap(({ image, state }) => {
    const { reason = '', message = '' } = state?.waiting ?? {};
    if (!REFUSED.has(reason)) return [];
    return [`the image ${image} does not run in the pod ${pod.metadata.name} (${reason}: ${message.split('\n')[0]})`];
  });
}

function isAvailable({ status }: KubeObject): boolean {
  const { conditions = [] } = (status ?? {}) as DeploymentStatus;
  return conditions.some(({ type, status: held }) => type === 'Available' && held === 'True');
}

/** What the Deployments say of themselves. */
function why(deployments: readonly KubeObject[]): string {
  return deployments
    .map(({ metadata, status }) => {
      const { conditions = [] } = (status ?? {}) as DeploymentStatus;
      const failure = conditions.find(({ type }) => type === 'ReplicaFailure') ?? conditions[0];
      return `${metadata.name}: ${failure?.message ?? 'no status'}`;
    })
    .join('; ');
}
