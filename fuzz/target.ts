import type { Random } from '../test/differential/findings/random.js';

/** What JSON can write, so that an input can be sent to another process and kept in a file. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A part of the program, how inputs for it are made, and what must hold for every input. */
export interface FuzzTarget {
  readonly name: string;
  /** Makes an input; the same random numbers make the same one. */
  readonly make: (random: Random) => Json;
  /** @throws Error when something does not hold that must, or when the program does */
  readonly check: (input: Json) => void | Promise<void>;
}

/** @throws Error with the message when the condition does not hold */
export function must(condition: boolean, message: string): asserts condition {
  if (!condition) {
    throw new Error(message);
  }
}
