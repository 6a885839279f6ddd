export { callsAnnotation, type DeclaredCall, readCallGraph } from '../istio/call-graph.js';
export { type AccessMap, accessMap, type MapRow } from './access-map.js';
export { answerLines } from './answer-lines.js';
export { answerAssumptions, surveyAssumptions } from './assumptions.js';
export { type CallerOptions, type CallerRow, callers, findService } from './callers.js';
export { type ChangeKind, gravestFirst, kindOfChange, totalsOf } from './change-kinds.js';
export { callerWords, describeChanges, furtherChangesWords, noChangeWords, requestWords } from './describe-changes.js';
export {
  type Change,
  type ChangedAnswer,
  type ChangedPart,
  compareMeshes,
  diffMeshes,
  type MeshDifference,
} from './diff.js';
export { type CallGuard, type ImpactRow, impact } from './impact.js';
export { type MtlsRow, mtls } from './mtls.js';
export { type NewAccess, newAccess } from './new-access.js';
export { isUnanswerable, type QueryProblem, type QueryProblemCode, queryProblems } from './query-problems.js';
export { unmodelledChanges } from './unmodelled-changes.js';
