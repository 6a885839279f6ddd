import { decideInjection, type Injection, isAmbient, useWaypoint, type WaypointReference } from './injection.js';
import type { Labels } from './labels.js';
import type { MeshNamespace } from './namespace.js';
import type { MeshObject } from './object.js';
import { isRunningPod } from './running-pod.js';

/**
 * The proxy of a workload: `sidecar`; `gateway` (an Istio gateway, ASM or Gateway API gateway); `waypoint`; `none`. Ambient
 * capture is told apart by {@link Workload.isAmbient}.
 */
export type Proxy = 'sidecar' | 'gateway' | 'waypoint' | 'none';

/** A port that a container declares. Declaring is informative: a container may listen on others. */
export interface ContainerPort {
  readonly name: string;
  readonly number: number;
  /** TCP, UDP or SCTP. */
  readonly transport: string;
  readonly container: string;
}

/** A container of a pod, init containers included. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  /** Whether it is an init container. */
  readonly isInit: boolean;
}

/** What a workload's manifest says, read once. */
export interface WorkloadFacts {
  readonly object: MeshObject;
  readonly cluster: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly serviceAccount: string;
  readonly replicas: number;
  readonly hostNetwork: boolean;
  readonly containers: readonly Container[];
  readonly ports: readonly ContainerPort[];
  /** Address, port numbers by name, locality, weight and network: only for a WorkloadEntry. */
  readonly entry?: {
    readonly address: string;
    readonly ports: Readonly<Record<string, number>>;
    readonly weight: number;
    readonly network: string;
  };
  /** `region/zone/subzone`, empty when unknown. */
  readonly locality: string;
}

/** Workloads that run, seen as the pods that they make; a WorkloadEntry counts as one. */
export class Workload {
  readonly object: MeshObject;
  /** Kind of the object that makes the pods: Deployment, Pod, WorkloadEntry, … */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Name of the data-plane cluster, empty for a WorkloadEntry in the ASM instance. */
  readonly cluster: string;
  /** Labels of the pods. */
  readonly labels: Labels;
  /** Annotations of the pods. */
  readonly annotations: Labels;
  readonly serviceAccount: string;
  /** Pods wanted; 1 for a DaemonSet, whose number of nodes is not known. */
  readonly replicas: number;
  readonly hostNetwork: boolean;
  readonly containers: readonly Container[];
  readonly ports: readonly ContainerPort[];
  readonly entry: WorkloadFacts['entry'];
  readonly locality: string;
  private readonly owner: MeshNamespace;
  private knownInjection: Injection | undefined;
  private knownProxy: Proxy | undefined;

  constructor(facts: WorkloadFacts, namespace: MeshNamespace) {
    this.object = facts.object;
    this.kind = facts.object.kind;
    this.name = facts.object.name;
    this.namespace = facts.namespace;
    this.cluster = facts.cluster;
    this.labels = facts.labels;
    this.annotations = facts.annotations;
    this.serviceAccount = facts.serviceAccount;
    this.replicas = facts.replicas;
    this.hostNetwork = facts.hostNetwork;
    this.containers = facts.containers;
    this.ports = facts.ports;
    this.entry = facts.entry;
    this.locality = facts.locality;
    this.owner = namespace;
  }

  /** The `version` label, `''` when there is none. */
  get version(): string {
    return this.labels['version'] ?? '';
  }

  /** What the injection webhook does with its pods. A WorkloadEntry is never injected. */
  get injection(): Injection {
    this.knownInjection ??=
      this.entry === undefined
        ? decideInjection({
            namespace: this.namespace,
            namespaceLabels: this.owner.labelsIn(this.cluster),
            labels: this.labels,
            annotations: this.annotations,
            hostNetwork: this.hostNetwork,
          })
        : { injected: false, reason: 'not-selected' };
    return this.knownInjection;
  }

  /**
   * The container `istio-proxy` that the manifest itself has. With the image `auto` it only adjusts the one that is
   * injected, and is nothing without injection.
   */
  get declaredProxy(): Container | undefined {
    return this.containers.find((container) => container.name === 'istio-proxy');
  }

  /**
   * The proxy that its pods will have, or a Pod that runs already has. A WorkloadEntry has one when its label `security.istio.io/tlsMode` or its service
   * account says that it takes mTLS.
   */
  get proxy(): Proxy {
    this.knownProxy ??= this.findProxy();
    return this.knownProxy;
  }

  private findProxy(): Proxy {
    if (this.entry !== undefined) {
      return (this.labels['security.istio.io/tlsMode'] ?? (this.serviceAccount === '' ? '' : 'istio')) === 'istio'
        ? 'sidecar'
        : 'none';
    }
    const declared = this.declaredProxy;
    if (declared !== undefined && declared.image !== 'auto') {
      return declared.args.includes('router') ? 'gateway' : declared.args.includes('waypoint') ? 'waypoint' : 'sidecar';
    }
    if (!this.injection.injected || isRunningPod(this.object)) {
      return 'none';
    }
    const templates = this.annotations['inject.istio.io/templates'] ?? '';
    return templates.split(',').some((template) => template.trim() === 'gateway') ? 'gateway' : 'sidecar';
  }

  /** Whether ambient mode captures its traffic. */
  get isAmbient(): boolean {
    return (
      this.entry === undefined &&
      !this.hostNetwork &&
      isAmbient(this.owner.labelsIn(this.cluster), this.labels) &&
      this.proxy === 'none'
    );
  }

  /** Whether its traffic is part of the mesh: it has a proxy or is captured by ambient mode. */
  get isInMesh(): boolean {
    return this.proxy !== 'none' || this.isAmbient;
  }

  /** The waypoint that its own labels or its namespace's ask for. */
  get waypoint(): WaypointReference | undefined {
    return useWaypoint(this.labels, this.owner.labelsIn(this.cluster), this.namespace);
  }

  /** Its identity as policies name it, without `spiffe://`: `cluster.local/ns/shop/sa/frontend`. */
  principal(trustDomain: string): string {
    return `${trustDomain}/ns/${this.namespace}/sa/${this.serviceAccount}`;
  }

  /** The number of the container port of a name, as a Service's `targetPort` resolves it. */
  portNamed(name: string): number | undefined {
    return this.ports.find((port) => port.name === name)?.number ?? this.entry?.ports[name];
  }
}

/** The order of workloads everywhere: namespace, name, kind, cluster. */
export function compareWorkloads(one: Workload, other: Workload): number {
  for (const field of ['namespace', 'name', 'kind', 'cluster'] as const) {
    if (one[field] !== other[field]) {
      return one[field] < other[field] ? -1 : 1;
    }
  }
  return 0;
}
