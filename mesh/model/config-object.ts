import { isConfiguration, type Kind, kindOf } from '../kinds/index.js';
import { readBySchema } from '../validation/schema/read.js';
import type { Schema } from '../validation/schema/schema.js';
import { type Labels, selectorOf } from './labels.js';
import { fieldsOf } from './narrowing.js';
import type { MeshObject } from './object.js';

export { type GatewayApiSpecs, gatewayApiGroup, type IstioSpecs } from '../kinds/index.js';

/** The schema of the `spec` of a kind that configures the mesh; undefined for any other kind. */
function specOf(row: Kind | undefined): Schema | undefined {
  return isConfiguration(row)
    ? row?.fields?.rootAt(row.fieldsOf ?? `${row.group}/${row.versions[0]}/${row.kind}`)?.field('spec')
    : undefined;
}

/**
 * An object that configures the mesh, with its `spec` by type. Fields of a wrong type are left out of `spec`, as if
 * absent, and fields that the kind requires are there, if need be empty, so that code may read it by its type without checks;
 * `object.rawSpec` has what was written, and `refusedObjects` says which objects an API server would not take.
 */
export class ConfigObject<Spec> {
  private read: Spec | undefined;

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
    if (this.read === undefined) {
      const { group, kind, rawSpec } = this.object;
      const schema = specOf(kindOf(group, kind));
      this.read = (schema === undefined ? fieldsOf(undefined) : readBySchema(schema, rawSpec)) as Spec;
    }
    return this.read;
  }

  /** Labels by which it selects workloads; undefined when it has no selector. */
  get selector(): Labels | undefined {
    return selectorOf(this.spec);
  }
}
