/** The cdk8s app: `npm run synth` writes dist/<environment>/<target>/<chart>.yaml. */
import { synthEnvironments } from 'asm-blueprints/stacks';
import { blueprint } from './blueprint.js';

synthEnvironments(blueprint);
