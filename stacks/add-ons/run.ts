import type * as pulumi from '@pulumi/pulumi';
import type { AddOn, AddOnContext, AddOnOutputs } from '../add-on.js';

/** What the add-ons of an environment have declared. */
export interface DeclaredAddOns {
  /** What the charts wait for. */
  readonly ready: readonly pulumi.Resource[];
  /** Outputs of the stack: `addOns`, where an add-on returned any. */
  readonly outputs: { readonly addOns?: Readonly<Record<string, AddOnOutputs>> };
}

/**
 * Runs the add-ons of the package, then those of the program, in the order of the program.
 *
 * @param own those of the package for this kind of environment; functions like the others
 * @param declared those of the program; they run where the environment has them
 */
export function runAddOns(
  own: readonly ((context: AddOnContext) => void)[],
  declared: readonly AddOn[],
  given: Omit<AddOnContext, 'beforeCharts'>,
): DeclaredAddOns {
  const ready: pulumi.Resource[] = [];
  const context: AddOnContext = { ...given, beforeCharts: (...resources) => ready.push(...resources) };
  for (const declare of own) declare(context);
  const outputs: Record<string, AddOnOutputs> = {};
  const choices = new Map(given.environment.settings.addOns.map(({ name, settings }) => [name, settings]));
  for (const addOn of declared) {
    const settings = choices.get(addOn.name);
    const made = settings === undefined ? undefined : addOn(context, settings);
    if (made) outputs[addOn.name] = made;
  }
  return { ready, outputs: Object.keys(outputs).length === 0 ? {} : { addOns: outputs } };
}
