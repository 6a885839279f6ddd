import { splitTest } from '../binomial-test.js';
import type { Check, Finding } from '../check.js';
import { type Reply, statuses, versions } from '../requests.js';

/** Compares the versions that answered with the weights of a route. */
export function splitFinding(
  where: string,
  replies: readonly Reply[],
  weights: Readonly<Record<string, number>>,
): Finding {
  const counts = versions(replies, Object.keys(weights));
  const failed = replies.filter(({ status }) => status !== 200).length;
  const { passed, pValue } = splitTest(counts, weights);
  const share = Object.entries(weights).map(([version, weight]) => `${version} ${weight}`);
  return {
    passed: passed && failed === 0,
    expected: `${where}: ${share.join(', ')}`,
    observed: failed === 0 ? list(counts) : list(statuses(replies)),
    method: 'exact binomial test',
    pValue,
  };
}

/** Counts as a text: `v1 903, v2 97`. */
export function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

const WEIGHTS = { v1: 90, v2: 10 };

/** Weighted routes send each version its share. */
export const split: Check = {
  name: 'split',
  title: 'weights of a route, from inside and through the gateway',
  run: async ({ mesh, requests }) => {
    await mesh.setRoute({ weights: WEIGHTS });
    return [
      splitFinding('inside', await mesh.caller.send(mesh.inside, requests), WEIGHTS),
      splitFinding('gateway', await mesh.caller.send(mesh.outside, requests), WEIGHTS),
    ];
  },
};
