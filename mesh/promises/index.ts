export { type MeshPromise, type PromiseInput, promisesOf, toPromises } from './promise.js';
export { promiseNameProblems } from './promise-names.js';
export { promisesJsonSchema, promisesSchema } from './promise-schema.js';
export { type ReadPromises, readPromises } from './read-promises.js';
export { type PromiseResult, requestsOfPromise, type VerifyOptions, verify } from './verify.js';
