import { type Labels, selectorOf } from './labels.js';
import type { MeshObject } from './object.js';

/** An object that configures the mesh, with its `spec` by type: {@link MeshObject.fields} has only what the kind's schema allows. */
export class ConfigObject<Spec> {
  constructor(readonly object: MeshObject) {}

  get kind(): string {
    return this.object.kind;
  }
  get name(): string {
    return this.object.name;
  }
  get namespace(): string {
    return this.object.namespace;
  }
  /** `namespace/name`. */
  get id(): string {
    return `${this.object.namespace}/${this.object.name}`;
  }

  get spec(): Spec {
    return this.object.spec as Spec;
  }

  /** Labels by which it selects workloads; undefined when it has no selector. */
  get selector(): Labels | undefined {
    return selectorOf(this.spec);
  }
}
