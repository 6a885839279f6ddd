import { z } from 'zod';
import type { AddOn, AddOnContext, AddOnOutputs } from '../add-on.js';

/** An add-on that runs in an environment, with its settings. */
export interface AddOnChoice {
  readonly name: string;
  // biome-ignore lint/suspicious/noConfusingVoidType: an add-on may return nothing.
  readonly declare: (context: AddOnContext) => AddOnOutputs | undefined | void;
}

function choiceSchema(addOn: AddOn) {
  const settings = (addOn.settings ?? z.strictObject({})).strict();
  const on = settings.transform(
    (chosen): AddOnChoice => ({ name: addOn.name, declare: (context) => addOn(context, chosen) }),
  );
  const off = z.literal(false).transform(() => undefined);
  return z.preprocess((choice) => choice ?? {}, z.union([off, on]));
}

/** Section `addOns`: settings by name, or `false` for an add-on that the environment does without. */
export function addOnsSchema(addOns: readonly AddOn[]) {
  const shape = Object.fromEntries(addOns.map((addOn) => [addOn.name, choiceSchema(addOn)]));
  return z
    .strictObject(shape)
    .transform((choices) => Object.values(choices).filter((choice) => choice !== undefined))
    .prefault({});
}
