export * from './manifest.js';
export * from './model/index.js';
export * from './problem.js';
export * from './reader/index.js';
export * from './request/index.js';
export * from './schema/index.js';
