import type { Manifest, Resource } from './resource.js';

/** The API group of an `apiVersion`; the core group is `''`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** How messages name an object: `Kind namespace/name`, or `Kind name` without a namespace. */
export function describeManifest(manifest: Manifest): string {
  const { namespace, name } = manifest.metadata;
  return `${manifest.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Where an object stands, for messages: `file:line`, with the column where several begin on a line; its construct path. */
export function placeOfResource({ path, line, column }: Resource): string {
  return [path, line, column].filter((part) => part !== undefined).join(':');
}
