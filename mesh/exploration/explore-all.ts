import type { Address } from './addresses.js';
import { budgetOf, explore, type RequestClass } from './explore.js';
import type { Space } from './space.js';
import type { Spaces } from './spaces.js';

/** Requests that are evaluated when no limit is given. */
export const usualLimit = 100_000;

/** The classes of the requests of one space. */
export interface ExploredSpace {
  readonly address: Address;
  readonly space: Space;
  readonly classes: readonly RequestClass[];
}

/**
 * Explores what is sent to some addresses by everybody who can send something there, a space at a time.
 *
 * @param limit how many requests are evaluated at most
 * @param obstacles gets why there may be requests in other classes
 */
export function* exploreAll(
  spaces: Spaces,
  addresses: readonly Address[],
  limit: number,
  obstacles: Set<string>,
): Generator<ExploredSpace> {
  const budget = budgetOf(limit);
  for (const address of addresses) {
    for (const space of spaces.at(address)) {
      const { classes, obstacles: own } = explore(spaces.meshes, space, { budget });
      for (const obstacle of own) {
        obstacles.add(obstacle);
      }
      yield { address, space, classes };
    }
  }
}
