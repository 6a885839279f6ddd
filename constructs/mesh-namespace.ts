import { Construct } from 'constructs';
import { KubeNamespace } from './api/index.js';
import { MeshChart } from './mesh-chart.js';

/** How the pods of a namespace join the mesh: the labels that its Namespace carries. */
export class DataPlaneMode {
  /** Sidecars in every pod: `istio-injection: enabled`. */
  static sidecar(): DataPlaneMode {
    return new DataPlaneMode({ 'istio-injection': 'enabled' });
  }

  /** Sidecars of one control-plane revision: `istio.io/rev`. Istio ignores it beside `istio-injection`. */
  static revision(revision: string): DataPlaneMode {
    return new DataPlaneMode({ 'istio.io/rev': revision });
  }

  /**
   * Sidecars where the mesh selects namespaces by a label of its own, as an ASM instance does whose injection policy
   * was set so (ASM console, "Sidecar Proxy injection").
   */
  static label(key: string, value: string): DataPlaneMode {
    return new DataPlaneMode({ [key]: value });
  }

  /**
   * No sidecars: the node's ztunnel carries the traffic, `istio.io/dataplane-mode: ambient`.
   *
   * @param waypoint name of the Gateway that handles HTTP for the namespace, `istio.io/use-waypoint`. @default none
   */
  static ambient(waypoint?: string): DataPlaneMode {
    return new DataPlaneMode({
      'istio.io/dataplane-mode': 'ambient',
      ...(waypoint && { 'istio.io/use-waypoint': waypoint }),
    });
  }

  /** Outside the mesh, and said so: `istio-injection: disabled`. */
  static none(): DataPlaneMode {
    return new DataPlaneMode({ 'istio-injection': 'disabled' });
  }

  private constructor(
    /** The labels of the Namespace. */
    readonly labels: Readonly<Record<string, string>>,
  ) {}

  /** Whether its pods have no proxy, as {@link DataPlaneMode.none} says. */
  get isOutside(): boolean {
    return this.labels['istio-injection'] === 'disabled';
  }

  /** Whether the node's ztunnel carries its traffic. */
  get isAmbient(): boolean {
    return this.labels['istio.io/dataplane-mode'] === 'ambient';
  }

  /** Name of the waypoint of the namespace; undefined for none. */
  get waypoint(): string | undefined {
    return this.labels['istio.io/use-waypoint'];
  }
}

/** Props of {@link MeshNamespace}. */
export interface MeshNamespaceProps {
  /** @default the construct's id */
  readonly name?: string;
  /** @default DataPlaneMode.sidecar() */
  readonly dataPlaneMode?: DataPlaneMode;
  /** Data-plane clusters that get the namespace, by name. @default every data-plane cluster */
  readonly clusters?: readonly string[];
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Further annotations. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * A namespace of the mesh.
 *
 * With ASM it is written for every data-plane cluster and for the ASM instance: these are separate namespaces, and
 * Istio resources need the one, workloads the other.
 */
export class MeshNamespace extends Construct {
  /** Name of the namespace. */
  readonly name: string;
  /** How its pods join the mesh. */
  readonly mode: DataPlaneMode;

  constructor(scope: Construct, id: string, props: MeshNamespaceProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.mode = props.dataPlaneMode ?? DataPlaneMode.sidecar();
    new KubeNamespace(this, 'namespace', {
      clusters: props.clusters,
      metadata: { name: this.name, labels: { ...this.mode.labels, ...props.labels }, annotations: props.annotations },
    });
  }
}

/** Name of the namespace that a construct's objects go to: the given one, or the chart's. */
export function namespaceOf(construct: Construct, namespace: MeshNamespace | string | undefined): string {
  if (typeof namespace === 'string') return namespace;
  return namespace?.name ?? MeshChart.of(construct).namespace ?? 'default';
}
