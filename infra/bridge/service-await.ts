import type { Manifest, Resource } from '../../mesh/index.js';

/**
 * Which Services of a deployment have pods in the cluster that they stand in.
 *
 * The Kubernetes provider waits until a Service has endpoints. In a mesh of several clusters a Service often stands in
 * a cluster that runs none of its pods, only so that its name resolves there; waiting for those would never end.
 */
export class PodIndex {
  private readonly labels = new Map<string, Readonly<Record<string, unknown>>[]>();

  constructor(objects: readonly Pick<Resource, 'manifest' | 'target'>[]) {
    for (const { manifest, target } of objects) {
      const labels = podLabels(manifest);
      if (labels === undefined) continue;
      const place = placeOf(manifest, target.name);
      this.labels.set(place, [...(this.labels.get(place) ?? []), labels]);
    }
  }

  /** Whether the provider may wait for an object: true for everything but a Service that selects pods found nowhere. */
  runPodsOf(manifest: Manifest, target: string): boolean {
    if (manifest.kind !== 'Service' || manifest.apiVersion !== 'v1') return true;
    const selector = Object.entries(fieldsOf(fieldsOf(manifest['spec'])['selector']));
    if (selector.length === 0) return true;
    const pods = this.labels.get(placeOf(manifest, target)) ?? [];
    return pods.some((labels) => selector.every(([key, value]) => labels[key] === value));
  }
}

/** The object with the annotation that tells the provider not to wait for it. */
export function withoutAwait(manifest: Manifest): Manifest {
  const annotations = { 'pulumi.com/skipAwait': 'true', ...manifest.metadata.annotations };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

function placeOf(manifest: Manifest, target: string): string {
  return `${target}|${manifest.metadata.namespace ?? ''}`;
}

/** The labels of the pods that an object is, or makes. */
function podLabels(manifest: Manifest): Readonly<Record<string, unknown>> | undefined {
  if (manifest.kind === 'Pod') return { ...manifest.metadata.labels };
  const template = fieldsOf(fieldsOf(manifest['spec'])['template']);
  return 'metadata' in template ? fieldsOf(fieldsOf(template['metadata'])['labels']) : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
