export { formatHeader, type Header, readHeader } from './header.js';
export { ManifestSource } from './manifest-source.js';
export type { FieldPath } from './positions.js';
export { type ReadManifests, type ReadOptions, readManifests } from './read-manifests.js';
