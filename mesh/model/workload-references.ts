import type { Fields } from './narrowing.js';
import type { MeshObject } from './object.js';
import type { PlacedObject } from './placement.js';
import { podTemplateOf, workloadReferenceOf } from './pods.js';

/** Which objects of a cluster run the pods of others, as Argo Rollouts with a `workloadRef` do. */
export class WorkloadReferences {
  private readonly templates = new Map<MeshObject, Fields | undefined>();
  private readonly scaledDown = new Set<string>();

  constructor(workloads: readonly PlacedObject[]) {
    const known = new Map<string, MeshObject>();
    const referring = workloads.filter(({ object }) => workloadReferenceOf(object) !== undefined);
    if (referring.length > 0) {
      for (const { object, cluster } of workloads) {
        known.set(keyOf(cluster, object.namespace, object.kind, object.name), object);
      }
    }
    for (const { object, cluster } of referring) {
      const reference = workloadReferenceOf(object);
      const key = keyOf(cluster, object.namespace, reference?.kind ?? '', reference?.name ?? '');
      const target = known.get(key);
      this.templates.set(object, target === undefined ? undefined : podTemplateOf(target));
      if (reference?.scalesDown === true) {
        this.scaledDown.add(key);
      }
    }
  }

  /** The template of an object's pods: that of the object that it refers to, else its own. */
  templateFor(object: MeshObject): Fields | undefined {
    return this.templates.get(object) ?? podTemplateOf(object);
  }

  /** Whether another object runs its pods in its place. */
  isScaledDown({ namespace, kind, name }: MeshObject, cluster: string): boolean {
    return this.scaledDown.has(keyOf(cluster, namespace, kind, name));
  }
}

function keyOf(cluster: string, namespace: string, kind: string, name: string): string {
  return `${cluster}/${namespace}/${kind}/${name}`;
}
