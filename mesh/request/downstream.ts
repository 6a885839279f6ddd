import { capturesDns } from '../istio/allocated-addresses.js';
import { decideInjection, isAmbient } from '../model/injection.js';
import type { Labels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import type { ProxyNode } from '../proxy/proxy-node.js';
import { PushContext } from '../proxy/push-context.js';
import type { CallerDescription } from './query.js';

/** Who sends a request. */
export interface Downstream {
  /** `shop/frontend`, or `internet`. */
  readonly label: string;
  readonly isInternet: boolean;
  /** Whether it is one workload by its name, and not any pod of a description. */
  readonly isNamed: boolean;
  readonly namespace: string;
  readonly labels: Labels;
  /** Whether its cluster is known; else it is taken to be beside a workload of the service that it calls. */
  readonly isPlaced: boolean;
  readonly hasSidecar: boolean;
  readonly isAmbient: boolean;
  /** The workload, when it is one of the files. */
  readonly workload: Workload | undefined;
  /** Its sidecar as the control plane sees it; where it has none, what one would be. */
  readonly node: ProxyNode;
}

/** Finds callers by name, each once. */
export class Downstreams {
  private readonly byName = new Map<string, Downstream>();
  private readonly mesh: Mesh;

  private constructor(private readonly push: PushContext) {
    this.mesh = push.mesh;
  }

  private static readonly made = new WeakMap<Mesh, Downstreams>();

  /** The callers of a mesh. */
  static of(mesh: Mesh): Downstreams {
    let downstreams = Downstreams.made.get(mesh);
    if (downstreams === undefined) {
      downstreams = new Downstreams(PushContext.of(mesh));
      Downstreams.made.set(mesh, downstreams);
    }
    return downstreams;
  }

  /** The caller that a query names or describes. */
  find(from: string | CallerDescription): Downstream {
    if (typeof from !== 'string') {
      return this.describe(from);
    }
    let downstream = this.byName.get(from);
    if (downstream === undefined) {
      downstream = this.read(from);
      this.byName.set(from, downstream);
    }
    return downstream;
  }

  private read(from: string): Downstream {
    if (from === 'internet') {
      return this.internet();
    }
    const slash = from.indexOf('/');
    const [namespace, workload] = slash < 0 ? ['default', from] : [from.slice(0, slash), from.slice(slash + 1)];
    return this.describe({ namespace, workload });
  }

  private internet(): Downstream {
    const scope = this.push.scopes.of('', {});
    return {
      label: 'internet',
      isInternet: true,
      isNamed: false,
      namespace: '',
      labels: {},
      isPlaced: true,
      hasSidecar: false,
      isAmbient: false,
      workload: undefined,
      node: {
        type: 'sidecar',
        namespace: '',
        labels: {},
        locality: '',
        cluster: '',
        principal: '',
        capturesDns: false,
        scope,
      },
    };
  }

  private describe(description: CallerDescription): Downstream {
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
      isNamed: description.workload !== undefined && description.labels === undefined,
      namespace,
      labels,
      isPlaced: (description.cluster ?? workload) !== undefined,
      hasSidecar,
      isAmbient: !hasSidecar && (workload?.isAmbient ?? isAmbient(namespaceLabels, labels)),
      workload,
      node: {
        type: 'sidecar',
        namespace,
        labels,
        locality: description.locality ?? workload?.locality ?? '',
        cluster,
        principal: `${this.mesh.config.trustDomain}/ns/${namespace}/sa/${account}`,
        capturesDns: capturesDns({ namespace, labels, annotations: workload?.annotations ?? {} }, this.mesh),
        scope: this.push.scopes.of(namespace, labels),
      },
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
