export * from './analyze.js';
export { asmCodes } from './asm-codes.js';
export { baselineOf, type Comparison, compareWithBaseline, type KnownFinding } from './baseline.js';
export type { Check, Report } from './check.js';
export { asmChecks } from './checks/asm/index.js';
export { allChecks } from './checks/index.js';
export { istioChecks } from './checks/istio/index.js';
export { validationChecks } from './checks/validation/index.js';
export { findingCodes } from './codes.js';
export { type EnvironmentFindings, environmentFindings, formatFinding } from './environment-findings.js';
export * from './finding.js';
export type { FindingSettings } from './finding-settings.js';
export type { FindingType } from './finding-type.js';
export { fingerprintOf } from './fingerprint.js';
export { istioCodes } from './istio-codes.js';
export {
  kialiAnnotation,
  reasonAnnotation,
  type SuppressedFinding,
  type Suppression,
  suppressAnnotation,
} from './suppression.js';
