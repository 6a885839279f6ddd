export * from './manifest.js';
export * from './problem.js';
