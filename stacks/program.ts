/** The Pulumi program of this repository: `pulumi up --stack <env>`. */
import { ownBlueprint } from './blueprint.js';
import { runEnvironment } from './run-environment.js';

/** Pulumi takes what the promise resolves to as the outputs of the stack. */
export default runEnvironment(ownBlueprint);
