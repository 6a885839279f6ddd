export * from './manifest.js';
export * from './problem.js';
export * from './schema/index.js';
