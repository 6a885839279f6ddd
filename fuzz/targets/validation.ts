import { validateConfiguration } from '../../mesh/index.js';
import { mutateValue } from '../mutate-value.js';
import { seedObject } from '../seeds.js';
import { type FuzzTarget, must } from '../target.js';

/** Objects that are broken in several places: what validation says of them. */
export const validation: FuzzTarget = {
  name: 'validation',
  make: (random) => mutateValue(seedObject(random), seedObject(random), random),
  check: (input) => {
    for (const { message, path } of validateConfiguration(input, 'shop')) {
      must(message !== '' && !/\bNaN\b|\bundefined\b|\[object /.test(message), `${path.join('.')}: ${message}`);
    }
  },
};
