export * as mesh from './mesh/index.js';
