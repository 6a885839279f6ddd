import type { ClusterService, Mesh, Workload } from '../model/index.js';
import { matchesLabels } from '../model/index.js';

/** Finds the Services that send requests to a workload without looking at every Service. */
export class ServiceSelection {
  /** By cluster, namespace and one pair of the selector. */
  private readonly byPair = new Map<string, ClusterService[]>();
  private readonly withoutSelector = new Map<string, ClusterService[]>();

  constructor(mesh: Mesh) {
    for (const { instances } of mesh.services) {
      for (const instance of instances) {
        const place = placeOf(instance.cluster, instance.object.namespace);
        const pair = Object.entries(instance.selector ?? {}).sort(([one], [other]) => (one < other ? 1 : -1))[0];
        if (pair === undefined) {
          add(this.withoutSelector, place, instance);
        } else {
          add(this.byPair, `${place}/${pair[0]}=${pair[1]}`, instance);
        }
      }
    }
  }

  /** Services of the workload's cluster and namespace whose selector fits its labels, in order of their names. */
  selecting({ cluster, namespace, labels }: Workload): readonly ClusterService[] {
    const place = placeOf(cluster, namespace);
    return Object.entries(labels)
      .flatMap(([key, value]) => this.byPair.get(`${place}/${key}=${value}`) ?? [])
      .filter(({ selector }) => selector !== undefined && matchesLabels(labels, selector))
      .sort((one, other) => (one.object.name < other.object.name ? -1 : 1));
  }

  /** Services beside a workload that have no selector: somebody else keeps their endpoints, which may be any pod. */
  unselective({ cluster, namespace }: Workload): readonly ClusterService[] {
    return this.withoutSelector.get(placeOf(cluster, namespace)) ?? [];
  }
}

function placeOf(cluster: string, namespace: string): string {
  return `${cluster}/${namespace}`;
}

function add(table: Map<string, ClusterService[]>, key: string, value: ClusterService): void {
  const values = table.get(key);
  if (values === undefined) {
    table.set(key, [value]);
  } else {
    values.push(value);
  }
}
