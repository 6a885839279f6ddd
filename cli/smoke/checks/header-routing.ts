import type { Check } from '../check.js';
import { splitFinding } from './split.js';

/** A header decides on the version; requests without it follow the weights. */
export const headerRouting: Check = {
  name: 'header-routing',
  title: 'a header that names the version',
  run: async ({ mesh }) => {
    await mesh.setRoute({ weights: { v1: 100 }, byHeader: true });
    const withHeader = { headers: { 'x-smoke-version': 'v2' } };
    return [
      splitFinding('inside, with header', await mesh.caller.send({ ...mesh.inside, ...withHeader }, 100), { v2: 100 }),
      splitFinding('inside, without', await mesh.caller.send(mesh.inside, 100), { v1: 100 }),
      splitFinding('gateway, with header', await mesh.caller.send({ ...mesh.outside, ...withHeader }, 100), {
        v2: 100,
      }),
      splitFinding('gateway, without', await mesh.caller.send(mesh.outside, 100), { v1: 100 }),
    ];
  },
};
