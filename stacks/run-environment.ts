import type { Blueprint } from './blueprint.js';

/**
 * The Pulumi program: declares the environment of the stack that Pulumi runs, as its file and the blueprint say. Before that it checks the
 * file, the charts and the account or the machine; a preview says which requests change their answer.
 *
 *     export default runEnvironment({ scenarios: [shop] });   // an ES module
 *     export = runEnvironment({ scenarios: [shop] });         // CommonJS, as `pulumi new` makes it
 *
 * @returns the outputs of the stack
 */
export async function runEnvironment(blueprint: Blueprint): Promise<Record<string, unknown>> {
  // Whoever only synthesizes needs no Pulumi.
  const { environmentProgram } = await import('./environment-program.js');
  return environmentProgram(blueprint);
}
