import { groupOf, idPlaceholder, kindOf, type Target } from '../mesh/index.js';
import { closestName } from '../mesh/validation/closest-name.js';
import type { LateText } from './late-value.js';

/** A data-plane cluster of the mesh. */
export interface DataPlaneCluster {
  /** Name of the cluster in the program and of its folder in `dist/<env>/`. */
  readonly name: string;
  /**
   * Cluster id at Alibaba Cloud, for example `c3f5…`; IstioGateway's `clusterIds` and the fleet's topology need it.
   * When deployed with Pulumi it may be an Output.
   * @default '<id of NAME>', a placeholder that a reviewer sees
   */
  readonly id?: LateText;
}

/** How a gateway is made: by ASM from an IstioGateway, or as a plain Deployment and Service of Istio's proxy. */
export type GatewayForm = 'asm' | 'istio';

/**
 * Says which API server each object of a chart goes to.
 *
 * One chart declares workloads, gateways and routes together; the placement splits them: workloads to data-plane
 * clusters, Istio resources to the ASM instance, both to the fleet where ACK One propagates them, everything to one
 * cluster when local.
 */
export class Placement {
  /** An ASM instance with its data-plane clusters. */
  static asm(clusters: readonly DataPlaneCluster[], mesh = 'asm'): Placement {
    return new Placement({
      clusters,
      dataPlane: clusters.map(({ name }) => ({ name, role: 'data-plane' })),
      mesh: { name: mesh, role: 'mesh' },
      gatewayForm: 'asm',
    });
  }

  /** An ACK One fleet with an ASM instance: workloads and the propagated Istio kinds go to the fleet. */
  static fleet(members: readonly DataPlaneCluster[], fleet = 'fleet', mesh = 'asm'): Placement {
    return new Placement({
      clusters: members,
      dataPlane: members.map(({ name }) => ({ name, role: 'data-plane' })),
      mesh: { name: mesh, role: 'mesh' },
      fleet: { name: fleet, role: 'fleet' },
      gatewayForm: 'asm',
    });
  }

  /** One cluster that is everything: kind, or any cluster with a self-managed Istio. */
  static single(name: string): Placement {
    const target: Target = { name, role: 'all' };
    return new Placement({ clusters: [{ name }], dataPlane: [target], mesh: target, gatewayForm: 'istio' });
  }

  /** Several clusters with a self-managed Istio whose configuration lives in the first (primary-remote). */
  static primaryRemote(clusters: readonly string[]): Placement {
    const [primary, ...remotes] = clusters;
    if (primary === undefined) throw new RangeError('primaryRemote needs at least one cluster');
    const first: Target = { name: primary, role: 'all' };
    return new Placement({
      clusters: clusters.map((name) => ({ name })),
      dataPlane: [first, ...remotes.map((name): Target => ({ name, role: 'data-plane' }))],
      mesh: first,
      gatewayForm: 'istio',
    });
  }

  /** Data-plane clusters, in the order of the environment. */
  readonly clusters: readonly DataPlaneCluster[];
  /** The API servers of the data-plane clusters. */
  readonly dataPlane: readonly Target[];
  /** Where Istio resources go. */
  readonly mesh: Target;
  /** The fleet instance, where there is one. */
  readonly fleet: Target | undefined;
  readonly gatewayForm: GatewayForm;

  private constructor(props: {
    clusters: readonly DataPlaneCluster[];
    dataPlane: readonly Target[];
    mesh: Target;
    fleet?: Target;
    gatewayForm: GatewayForm;
  }) {
    this.clusters = props.clusters;
    this.dataPlane = props.dataPlane;
    this.mesh = props.mesh;
    this.fleet = props.fleet;
    this.gatewayForm = props.gatewayForm;
    // The name is a folder in the output: two API servers of one name would write into each other.
    const names = new Map<string, Target>();
    for (const target of [props.mesh, ...(props.fleet === undefined ? [] : [props.fleet]), ...props.dataPlane]) {
      if ((names.get(target.name) ?? target) !== target) {
        throw new RangeError(`two API servers are named '${target.name}'; give each cluster a name of its own`);
      }
      names.set(target.name, target);
    }
  }

  /** Every API server, each once. */
  get targets(): readonly Target[] {
    return uniqueTargets([...this.control, ...this.dataPlane]);
  }

  /** The API servers that take Istio's objects: the mesh, and the fleet where there is one. */
  get control(): readonly Target[] {
    return this.fleet === undefined ? [this.mesh] : [this.mesh, this.fleet];
  }

  /**
   * The API servers that an object of this kind goes to.
   *
   * @param clusters data-plane clusters that the object is meant for, by name. Names that this placement does not know
   *   (as `m1c2` in a one-cluster placement) stand for its only cluster. @default every data-plane cluster
   */
  targetsOf(apiVersion: string, kind: string, clusters?: readonly string[]): readonly Target[] {
    const row = kindOf(groupOf(apiVersion), kind);
    // A namespace of the ASM instance and one of a data-plane cluster are two things; both must exist.
    if (row?.plane === 'every') return uniqueTargets([...this.control, ...this.dataPlaneOf(clusters)]);
    if (row?.plane === 'mesh') {
      return [this.fleet !== undefined && row.fleet === 'propagates' ? this.fleet : this.mesh];
    }
    // The kinds that go to members by way of an Application of the fleet; all others go to the members themselves.
    const isOfFleet = row?.plane === 'fleet' || row?.fleet === 'distributes';
    if (this.fleet !== undefined && clusters === undefined && isOfFleet) return [this.fleet];
    return this.dataPlaneOf(clusters);
  }

  private dataPlaneOf(clusters: readonly string[] | undefined): readonly Target[] {
    if (clusters === undefined) return this.dataPlane;
    const chosen = this.dataPlane.filter(({ name }) => clusters.includes(name));
    return chosen.length === 0 && this.dataPlane.length === 1 ? this.dataPlane : chosen;
  }

  /**
   * What is wrong with the names of clusters: an object for a cluster that does not exist would go nowhere. With a single cluster every
   * name stands for it.
   *
   * @returns a message for each, with what to do
   */
  clusterProblems(clusters: readonly string[] | undefined): string[] {
    const known = this.dataPlane.map(({ name }) => name);
    if (clusters === undefined || known.length < 2) return [];
    return clusters
      .filter((name) => !known.includes(name))
      .map((name) => `there is no cluster '${name}'; name one of ${closestFirst(name, known).join(', ')}`);
  }

  /** The id of a data-plane cluster, or a placeholder that shows a reviewer what will stand there. */
  clusterId(name: string): string {
    const id = this.clusters.find((cluster) => cluster.name === name)?.id ?? idPlaceholder(name);
    // In a manifest an Output stands where its text will.
    return id as string;
  }
}

function uniqueTargets(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((target) => [target.name, target])).values()];
}

/** The names, that which somebody probably meant first. */
function closestFirst(written: string, names: readonly string[]): string[] {
  const meant = closestName(written, names);
  return meant === undefined ? [...names] : [meant, ...names.filter((name) => name !== meant)];
}
