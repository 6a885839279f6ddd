import type { Standing } from '../assumption/holdings.js';
import { misspelt } from '../assumption/misspelt.js';
import type { Circumstances } from './check.js';

/** What is missing, in words, and how sure that is. */
export interface MissingThing {
  /** Why it is not there, as a clause: `namespace shop has no Service pay in these files`. */
  readonly why: string;
  readonly circumstances: Circumstances;
}

/** How sure it is that something that the files do not have does not exist: an error where they hold all of its kind, else a warning. */
export function circumstancesOf(standing: Standing, assumption: Circumstances['assumption']): Circumstances {
  switch (standing) {
    case 'held':
      return {};
    case 'shared':
      return { level: 'warning' };
    default:
      return { assumption };
  }
}

/**
 * Why something is not there. A near name among those that are there is what was meant, and then the mistake is certain.
 *
 * @param why as a clause, without what was meant
 * @param names those that are there
 * @param otherwise how sure it is where no name is near
 */
export function missingThing(
  why: string,
  name: string,
  names: readonly string[],
  otherwise: Circumstances,
): MissingThing {
  const meant = misspelt(name, names);
  return meant === undefined
    ? { why, circumstances: otherwise }
    : { why: `${why}; did you mean ${meant}?`, circumstances: {} };
}
