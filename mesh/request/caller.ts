import { decideInjection, isAmbient } from '../model/injection.js';
import type { Labels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import type { CallerDescription } from './query.js';

/** Who sends a request. */
export interface Caller {
  /** `shop/frontend`, or `internet`. */
  readonly label: string;
  readonly isInternet: boolean;
  readonly namespace: string;
  readonly labels: Labels;
  readonly cluster: string;
  /** Whether its cluster is known; else it is taken to be beside a workload of the service that it calls. */
  readonly isPlaced: boolean;
  readonly locality: string;
  /** Identity, without `spiffe://`; only a proxy can prove it. */
  readonly principal: string;
  readonly hasSidecar: boolean;
  readonly isAmbient: boolean;
  /** The workload, when it is one of the files. */
  readonly workload: Workload | undefined;
}

const internet: Caller = {
  label: 'internet',
  isInternet: true,
  namespace: '',
  labels: {},
  cluster: '',
  isPlaced: true,
  locality: '',
  principal: '',
  hasSidecar: false,
  isAmbient: false,
  workload: undefined,
};

/** Finds callers by name, each once. */
export class Callers {
  private readonly byName = new Map<string, Caller>();

  constructor(private readonly mesh: Mesh) {}

  /** The caller that a query names or describes. */
  find(from: string | CallerDescription): Caller {
    if (typeof from !== 'string') {
      return this.describe(from);
    }
    let caller = this.byName.get(from);
    if (caller === undefined) {
      caller = this.read(from);
      this.byName.set(from, caller);
    }
    return caller;
  }

  private read(from: string): Caller {
    if (from === 'internet') {
      return internet;
    }
    const slash = from.indexOf('/');
    const [namespace, workload] = slash < 0 ? ['default', from] : [from.slice(0, slash), from.slice(slash + 1)];
    return this.describe({ namespace, workload });
  }

  private describe(description: CallerDescription): Caller {
    const { namespace } = description;
    const workload = description.workload === undefined ? undefined : this.workloadOf(description);
    const labels = description.labels ?? workload?.labels ?? {};
    const cluster = description.cluster ?? workload?.cluster ?? this.mesh.clusters[0] ?? '';
    const account = description.serviceAccount ?? workload?.serviceAccount ?? 'default';
    const namespaceLabels = this.mesh.namespace(namespace).labelsIn(cluster);
    const injection =
      workload?.injection ??
      decideInjection({ namespace, namespaceLabels, labels, annotations: {}, hostNetwork: false });
    const hasProxy = workload === undefined ? injection.injected : workload.proxy !== 'none';
    const hasSidecar = description.sidecar ?? hasProxy;
    return {
      label: `${namespace}/${description.workload ?? 'unknown'}`,
      isInternet: false,
      namespace,
      labels,
      cluster,
      isPlaced: (description.cluster ?? workload) !== undefined,
      locality: description.locality ?? workload?.locality ?? '',
      principal: `${this.mesh.config.trustDomain}/ns/${namespace}/sa/${account}`,
      hasSidecar,
      isAmbient: !hasSidecar && (workload?.isAmbient ?? isAmbient(namespaceLabels, labels)),
      workload,
    };
  }

  /** By name; else by the label `app`; else by the service account. In another cluster only when it is named. */
  private workloadOf({ namespace, workload, cluster }: CallerDescription): Workload | undefined {
    const all = this.mesh.workloadsIn(namespace).filter((one) => cluster === undefined || one.cluster === cluster);
    return (
      all.find(({ name }) => name === workload) ??
      all.find(({ labels }) => labels['app'] === workload) ??
      all.find(({ serviceAccount }) => serviceAccount === workload)
    );
  }
}
