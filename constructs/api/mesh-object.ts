import { ApiObject, type GroupVersionKind, type JsonPatch } from 'cdk8s';
import type { Construct, IValidation } from 'constructs';
import { groupOf, kindOf, type Manifest, type Target } from '../../mesh/index.js';
import { MeshChart } from '../mesh-chart.js';
import { ownershipAnnotations } from '../ownership.js';
import { hasOwnResolvers, manifestProblems } from './manifest-problems.js';
import { withExports } from './namespace-exports.js';
import { ObjectMeta } from './object-meta.js';
import { NOT_PLAIN, plain, sortedKeys } from './plain.js';

/** Metadata of an object. */
export interface ObjectMetadata {
  /** @default the construct's id */
  readonly name?: string;
  /** @default the chart's namespace; none for kinds that live outside namespaces */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Props that every API object has. */
export interface MeshObjectProps {
  readonly metadata?: ObjectMetadata;
  /**
   * Data-plane clusters that the object is meant for, by name.
   * @default every cluster that its kind goes to
   */
  readonly clusters?: readonly string[];
  /**
   * `mesh`: it goes to the API servers that take Istio's objects, though its kind is one of clusters, as rights to Istio's kinds do.
   * @default where its kind goes
   */
  readonly plane?: 'mesh';
}

const MESH_OBJECT = Symbol.for('asm-blueprints.MeshObject');

/**
 * An API object that knows its targets, carries its chart's ownership and is checked against the schema of its kind.
 *
 * A violation is an error of the construct: `cdk8s synth` reports every one of them with its path.
 */
export class MeshObject extends ApiObject implements IValidation {
  /** Whether an object is one of ours. `instanceof` would not tell: cdk8s answers it alike for every ApiObject. */
  static isMeshObject(object: ApiObject): object is MeshObject {
    return MESH_OBJECT in object;
  }

  override readonly metadata: ObjectMeta;
  /** The API servers that the object is sent to. */
  readonly targets: readonly Target[];
  private readonly clusterProblems: readonly string[];
  private readonly fields: Readonly<Record<string, unknown>>;
  protected readonly [MESH_OBJECT] = true;
  private patched = false;
  /** The manifest that validation rendered, kept until it is written: rendering twice would double the time. */
  private rendered: Manifest | undefined;

  constructor(
    scope: Construct,
    id: string,
    type: GroupVersionKind,
    props: MeshObjectProps,
    fields: Readonly<Record<string, unknown>>,
  ) {
    const settings = MeshChart.settingsOf(scope);
    const { metadata } = props;
    const own = {
      ...metadata,
      name: metadata?.name ?? id,
      annotations: { ...ownershipAnnotations(settings.ownership), ...metadata?.annotations },
    };
    super(scope, id, { ...fields, ...type, metadata: own });
    const isClusterScoped = kindOf(groupOf(type.apiVersion), type.kind)?.scope === 'cluster';
    const namespace = isClusterScoped ? undefined : (metadata?.namespace ?? this.chart.namespace);
    const labels = { ...this.chart.labels, ...metadata?.labels };
    this.metadata = new ObjectMeta({ ...own, namespace, labels }, this);
    this.fields = fields;
    this.targets =
      props.plane === 'mesh'
        ? settings.placement.control
        : settings.placement.targetsOf(type.apiVersion, type.kind, props.clusters);
    this.clusterProblems = settings.placement.clusterProblems(props.clusters);
    this.node.addValidation(this);
  }

  override addJsonPatch(...ops: JsonPatch[]): void {
    this.patched = true;
    super.addJsonPatch(...ops);
  }

  /**
   * The object as plain data, keys sorted, as `ApiObject.toJson`; several times faster for the plain data that our
   * constructs hold, and handed to cdk8s when the app has resolvers or the object has patches of its own.
   */
  override toJson(): Manifest {
    const { rendered } = this;
    if (rendered !== undefined) {
      this.rendered = undefined;
      return rendered;
    }
    return this.render();
  }

  private render(): Manifest {
    return this.patched || hasOwnResolvers(this) ? withExports(this, super.toJson()) : this.renderPlain();
  }

  private renderPlain(): Manifest {
    const manifest: Record<string, unknown> = { apiVersion: this.apiVersion, kind: this.kind };
    manifest['metadata'] = this.metadata.toJson();
    for (const key of sortedKeys(this.fields)) {
      const value = plain(this.fields[key]);
      if (value === NOT_PLAIN) return withExports(this, super.toJson());
      if (value !== undefined) manifest[key] = value;
    }
    return withExports(this, manifest as unknown as Manifest);
  }

  /**
   * Everything that an API server does not allow; cdk8s and {@link synthesize} call it. What a JSON patch changes is the user's own word:
   * the analysis says what is wrong with it.
   */
  validate(): string[] {
    const manifest = this.patched ? this.renderPlain() : this.render();
    const messages = manifestProblems(this, manifest);
    if (messages.length === 0 && !this.patched) this.rendered = manifest;
    return [...messages, ...this.clusterProblems.map((message) => `${this.kind} ${this.name}: ${message}`)];
  }
}
