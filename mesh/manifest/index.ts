export type { FieldPath } from '../yaml/positions.js';
export { formatHeader, type Header, readHeader } from './file-header.js';
export * from './identity.js';
export { ManifestSource } from './manifest-source.js';
export * from './problem.js';
export { type ReadManifests, type ReadOptions, readManifests } from './read-manifests.js';
export * from './resource.js';
