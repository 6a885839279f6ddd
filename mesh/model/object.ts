import { type Kind, kindOf, schemaOf } from '../kinds/index.js';
import { groupOf } from '../manifest/identity.js';
import type { Resource } from '../manifest/resource.js';
import { readBySchema } from '../validation/schema/read.js';
import type { Labels } from './labels.js';
import { asText, type Fields, fieldsOf, labelsOf } from './narrowing.js';

/** A resource with its identity read once. */
export class MeshObject {
  readonly group: string;
  readonly kind: string;
  /** What the program knows of its kind; undefined for a kind that is unknown here. */
  readonly row: Kind | undefined;
  readonly name: string;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  /** `metadata.labels`, entries that are no strings left out. */
  readonly labels: Labels;
  /** `metadata.annotations`, entries that are no strings left out. */
  readonly annotations: Labels;
  private readonly apiVersion: string;
  private read: Fields | undefined;
  private fits = false;

  constructor(
    readonly resource: Resource,
    /** Namespace of objects that name none. */
    defaultNamespace: string,
    /** The object that a controller makes this one from, such as an IstioGateway for its Deployment. */
    readonly madeFrom?: MeshObject,
  ) {
    const manifest = fieldsOf(resource.manifest);
    const metadata = fieldsOf(manifest['metadata']);
    this.apiVersion = asText(manifest['apiVersion']) ?? '';
    this.group = groupOf(this.apiVersion);
    this.kind = asText(manifest['kind']) ?? '';
    this.row = kindOf(this.group, this.kind);
    this.name = asText(metadata['name']) ?? asText(metadata['generateName']) ?? '';
    this.namespace = this.row?.scope === 'cluster' ? '' : asText(metadata['namespace']) || defaultNamespace;
    this.labels = labelsOf(metadata['labels']);
    this.annotations = labelsOf(metadata['annotations']);
  }

  /**
   * The object as it may be read by the types of its kind: fields of a wrong type are left out, as if absent, and fields that the kind
   * requires are there, if need be empty. `resource.manifest` has what was written.
   */
  get fields(): Fields {
    if (this.read === undefined) {
      const manifest = fieldsOf(this.resource.manifest);
      const schema = schemaOf(this.row, this.apiVersion);
      this.fits = schema === undefined || schema.isReadable(manifest);
      this.read = this.fits || schema === undefined ? manifest : fieldsOf(readBySchema(schema, manifest));
    }
    return this.read;
  }

  /** Whether it has the structure that its kind wants, with no null in it. */
  get isWhole(): boolean {
    return this.fields !== undefined && this.fits;
  }

  /** Its `spec`, as {@link MeshObject.fields} has it; an empty object when there is none. */
  get spec(): Fields {
    return fieldsOf(this.fields['spec']);
  }

  /** What makes it one object of an API server: group, kind, namespace and name; versions of a group are one kind. */
  get identity(): string {
    return `${this.group}/${this.kind}/${this.namespace}/${this.name}`;
  }
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/**
 * The order of objects everywhere in the model: kind, group, namespace, name, target, then where they come from. It does
 * not depend on the order of the input.
 */
export function compareObjects(one: MeshObject, other: MeshObject): number {
  return (
    compareText(one.kind, other.kind) ||
    compareText(one.group, other.group) ||
    compareText(one.namespace, other.namespace) ||
    compareText(one.name, other.name) ||
    compareText(one.resource.target.name, other.resource.target.name) ||
    compareText(one.resource.path, other.resource.path) ||
    (one.resource.line ?? 0) - (other.resource.line ?? 0) ||
    (one.resource.column ?? 1) - (other.resource.column ?? 1) ||
    compareContent(one, other)
  );
}

function compareContent(one: MeshObject, other: MeshObject): number {
  return one === other ? 0 : compareText(contentOf(one), contentOf(other));
}

function contentOf(object: MeshObject): string {
  try {
    return JSON.stringify(object.resource.manifest) ?? '';
  } catch {
    // A value that contains itself has no text; such objects stay in the order of the input.
    return '';
  }
}
