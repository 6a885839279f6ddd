export { callsAnnotation, type DeclaredCall, readCallGraph } from './call-graph.js';
export { type CallerOptions, type CallerRow, callers, findService } from './callers.js';
export { type ChangedAnswer, diffMeshes } from './diff.js';
export { type ImpactRow, impact } from './impact.js';
export { type MtlsRow, mtls } from './mtls.js';
