export { MeshValidation, type MeshValidationContext, type MeshValidationProps } from './constructs/mesh-validation.js';
export * as mesh from './mesh/index.js';
