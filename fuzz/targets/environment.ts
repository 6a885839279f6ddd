import { dump, load } from 'js-yaml';
import { ProblemsError } from '../../mesh/index.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { readEnvironments } from '../../stacks/environment/index.js';
import { checkEnvironment } from '../../stacks/environment-check.js';
import type { Random } from '../../test/differential/findings/random.js';
import { mutateText } from '../mutate-text.js';
import { mutateValue } from '../mutate-value.js';
import { seedEnvironment } from '../seeds.js';
import { type FuzzTarget, type Json, must } from '../target.js';
import { withFolder } from '../temporary-folder.js';

function broken(random: Random): string {
  const text = seedEnvironment(random);
  if (random.chance(3)) {
    return mutateText(text, random);
  }
  const other = load(seedEnvironment(random)) as Json;
  return dump(mutateValue(load(text) as Json, other, random), { lineWidth: -1 });
}

/** Environment files, changed in their bytes or in their settings: a synth of what is still valid. */
export const environment: FuzzTarget = {
  name: 'environment',
  make: broken,
  check: (input) =>
    withFolder({ 'Pulumi.dev.yaml': String(input) }, (folder) => {
      try {
        for (const one of readEnvironments(folder, ownBlueprint)) {
          checkEnvironment(one);
        }
      } catch (error) {
        if (!(error instanceof ProblemsError)) {
          throw error;
        }
        must(error.problems.length > 0, 'an error without a problem');
        for (const { code, place, message, fix } of error.problems) {
          must(place !== '' && message !== '' && fix !== '', `${code} says nothing`);
          must(!/\[object |ZodError|\bNaN\b/.test(message + fix), `${code} says: ${message}; ${fix}`);
        }
      }
    }),
};
