import { promisesOf, promisesSchema } from '../../mesh/promises/index.js';

/** Section `promises` of an environment: what its mesh keeps for every request, as in a file of `asm-blueprints verify`. */
export const environmentPromisesSchema = promisesSchema.shape.promises
  .default([])
  .transform((promises) => promisesOf({ promises }));
