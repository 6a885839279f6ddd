/** The Pulumi program: `pulumi up --stack <env>`. */
import { program } from './program.js';

/** Pulumi takes what the promise resolves to as the outputs of the stack. */
export default program;
