import { type ApiObject, ApiObjectMetadataDefinition, type ApiObjectMetadataDefinitionOptions } from 'cdk8s';
import { NOT_PLAIN, plain } from './plain.js';

/** Metadata that renders itself as long as nobody changed it, which is several times faster than cdk8s's way. */
export class ObjectMeta extends ApiObjectMetadataDefinition {
  private readonly initial: Record<string, unknown>;
  private changed = false;

  constructor(options: Omit<ApiObjectMetadataDefinitionOptions, 'apiObject'>, apiObject: ApiObject) {
    super({ ...options, apiObject });
    this.initial = { ...options };
  }

  override addLabel(key: string, value: string): void {
    this.changed = true;
    super.addLabel(key, value);
  }

  override addAnnotation(key: string, value: string): void {
    this.changed = true;
    super.addAnnotation(key, value);
  }

  override addFinalizers(...finalizers: string[]): void {
    this.changed = true;
    super.addFinalizers(...finalizers);
  }

  override addOwnerReference(...owners: Parameters<ApiObjectMetadataDefinition['addOwnerReference']>): void {
    this.changed = true;
    super.addOwnerReference(...owners);
  }

  override add(key: string, value: unknown): void {
    this.changed = true;
    super.add(key, value);
  }

  override toJson(): unknown {
    if (this.changed) return super.toJson();
    const metadata = plain(this.initial);
    if (metadata === NOT_PLAIN) return super.toJson();
    const fields = metadata as Record<string, object | string>;
    for (const key of ['labels', 'annotations']) {
      if (Object.keys(fields[key] ?? {}).length === 0) delete fields[key];
    }
    return fields;
  }
}
