/** The Pulumi program: `pulumi up --stack <environment>`. */
import { runEnvironment } from 'asm-blueprints/stacks';
import { blueprint } from './blueprint.js';

export default runEnvironment(blueprint);
