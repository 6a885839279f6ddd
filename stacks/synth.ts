/** The cdk8s app of this repository: `cdk8s synth` runs it, and `node --import tsx stacks/synth.ts` does as well. */
import { ownBlueprint } from './blueprint.js';
import { synthEnvironments } from './synth-environments.js';

synthEnvironments(ownBlueprint);
