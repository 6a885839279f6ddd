/** `npm run schemas` writes what editors know of the environment files, anew after a change of a scenario's settings. */
import { writeSchemas } from 'asm-blueprints/stacks';
import { blueprint } from './blueprint.js';

writeSchemas(blueprint);
