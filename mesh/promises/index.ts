export { type MeshPromise, type PromiseInput, toPromises } from './promise.js';
export { promiseNameProblems } from './promise-names.js';
export { promisesJsonSchema } from './promise-schema.js';
export { type ReadPromises, readPromises } from './read-promises.js';
export { type PromiseResult, type VerifyOptions, verify } from './verify.js';
