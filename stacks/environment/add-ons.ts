import { z } from 'zod';
import { emptyIsDefault } from './empty-is-default.js';
import type { ConfigurableAddOn } from './switches.js';

/** An add-on that runs in an environment, with its settings. */
export interface AddOnChoice {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

function choiceSchema({ name, settings = z.strictObject({}) }: ConfigurableAddOn) {
  const on = settings.strict().transform((chosen): AddOnChoice => ({ name, settings: chosen }));
  const off = z.literal(false).transform(() => undefined);
  return emptyIsDefault(z.union([off, on]));
}

/** Section `addOns`: settings by name, or `false` for an add-on that the environment does without. */
export function addOnsSchema(addOns: readonly ConfigurableAddOn[]) {
  const shape = Object.fromEntries(addOns.map((addOn) => [addOn.name, choiceSchema(addOn)]));
  return z
    .strictObject(shape)
    .transform((choices) => Object.values(choices).filter((choice) => choice !== undefined))
    .prefault({});
}
