import type { MeshObject } from '../model/object.js';

/** The order in which Istio takes configuration: the oldest first, then by name and namespace. */
export function compareAge(
  one: { readonly created: string; readonly name: string; readonly namespace: string },
  other: { readonly created: string; readonly name: string; readonly namespace: string },
): number {
  return (
    compareText(one.created, other.created) ||
    compareText(one.name, other.name) ||
    compareText(one.namespace, other.namespace)
  );
}

/** `metadata.creationTimestamp` of an object, empty when it has none. */
export function createdAt(object: MeshObject): string {
  const metadata = object.resource.manifest.metadata as { readonly creationTimestamp?: unknown };
  return typeof metadata.creationTimestamp === 'string' ? metadata.creationTimestamp : '';
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
