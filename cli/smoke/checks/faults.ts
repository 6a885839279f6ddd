import { binomialTest, SIGNIFICANCE } from '../binomial-test.js';
import type { Check, Finding } from '../check.js';
import { SHORTEST_WAIT, statuses } from '../requests.js';
import { list } from './split.js';

const ABORT = { httpStatus: 418, percent: 30 } as const;
/** Long beside what a request takes on a busy machine, so that the two can be told apart. */
const DELAY = { seconds: 2, percent: 20 } as const;
const MOST_DELAYED = 200;

/** Compares a count with a share in percent. */
function shareFinding(expected: string, observed: string, count: number, of: number, percent: number): Finding {
  const pValue = binomialTest(count, of, percent / 100);
  return { passed: pValue >= SIGNIFICANCE, expected, observed, method: 'exact binomial test', pValue };
}

/** Injected aborts come in their share. */
export const faultAbort: Check = {
  name: 'fault-abort',
  title: 'share of injected aborts',
  run: async ({ mesh, requests }) => {
    const { httpStatus, percent } = ABORT;
    await mesh.setRoute({ weights: { v1: 100 }, fault: { abort: { httpStatus, percentage: { value: percent } } } });
    const replies = await mesh.caller.send(mesh.inside, requests);
    const aborted = replies.filter(({ status }) => status === httpStatus).length;
    const other = replies.filter(({ status }) => status !== httpStatus && status !== 200).length;
    const expected = `${percent} % status ${httpStatus}, the others 200`;
    const finding = shareFinding(expected, list(statuses(replies)), aborted, replies.length, percent);
    return [{ ...finding, passed: finding.passed && other === 0 }];
  },
};

/** Injected delays come in their share, and last as long as they should. */
export const faultDelay: Check = {
  name: 'fault-delay',
  title: 'share and length of injected delays',
  run: async ({ mesh, requests }) => {
    const { seconds, percent } = DELAY;
    const delay = { fixedDelay: `${seconds}s`, percentage: { value: percent } };
    await mesh.setRoute({ weights: { v1: 100 }, fault: { delay } });
    const replies = await mesh.caller.send(mesh.inside, Math.min(requests, MOST_DELAYED));
    const delayed = replies.filter(({ duration }) => duration >= seconds * 1000 * SHORTEST_WAIT);
    const failed = replies.filter(({ status }) => status !== 200).length;
    const median = delayed.map(({ duration }) => duration).sort((a, b) => a - b)[delayed.length >> 1] ?? 0;
    const finding = shareFinding(
      `${percent} % delayed by ${seconds} s`,
      `${delayed.length} of ${replies.length} were, by ${(median / 1000).toFixed(2)} s in the middle; ${failed} failed`,
      delayed.length,
      replies.length,
      percent,
    );
    return [{ ...finding, passed: finding.passed && failed === 0 && median < seconds * 1500 }];
  },
};
