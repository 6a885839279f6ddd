import { scenarios } from '../charts/index.js';
import type { AddOn } from './add-on.js';
import type { Switches } from './environment/index.js';
import type { Parts } from './parts.js';

/** What the environments of a repository are made of. */
export interface Blueprint extends Switches {
  /** Functions that declare more than the environments themselves. @default none */
  readonly addOns?: readonly AddOn[];
  /** Parts of cloud environments that the program makes itself. @default none */
  readonly parts?: Parts;
}

/** The blueprint of this repository: every scenario that comes with the package. */
export const ownBlueprint: Blueprint = { scenarios: Object.values(scenarios) };
