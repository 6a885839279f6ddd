import { binomialTest, SIGNIFICANCE } from '../binomial-test.js';
import type { Check } from '../check.js';
import { NAMESPACE, unsteady } from '../fixture.js';
import { eventually, settled } from '../mesh.js';
import { type Reply, statuses } from '../requests.js';
import { list } from './split.js';

const FAILING_PERCENT = 50;
const ATTEMPTS = 3;

/** Retries answer for a service that fails now and then. */
export const retry: Check = {
  name: 'retry',
  title: 'retries of a service that fails half of the time',
  run: async ({ mesh, requests }) => {
    const { kubectl, caller, inside } = mesh;
    await mesh.setRoute({ weights: { v1: 100 }, retries: { attempts: 0 } });
    await kubectl.apply([unsteady({ abort: { http_status: 503, percentage: { numerator: FAILING_PERCENT } } })]);
    try {
      await eventually('a failing service', async () => statusCount(await caller.send(inside, 20), 503) > 0);
      // Connections from before keep the proxy's old settings for a while, and would not fail.
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const without = await caller.send(inside, requests);
      await mesh.setRoute({ weights: { v1: 100 }, retries: { attempts: ATTEMPTS, retryOn: '5xx' } });
      const withRetries = await caller.send(inside, requests);
      return [
        failures('without retries', without, FAILING_PERCENT / 100),
        failures(`with ${ATTEMPTS} retries`, withRetries, (FAILING_PERCENT / 100) ** (ATTEMPTS + 1)),
      ];
    } finally {
      await kubectl.remove('envoyfilter', 'unsteady', '-n', NAMESPACE);
      await settled('a steady service', caller, [inside], ({ status }) => status === 200);
    }
  },
};

function failures(where: string, replies: readonly Reply[], share: number) {
  const failed = statusCount(replies, 503);
  const pValue = binomialTest(failed, replies.length, share);
  const other = replies.filter(({ status }) => status !== 200 && status !== 503).length;
  return {
    passed: pValue >= SIGNIFICANCE && other === 0,
    expected: `${where}: ${(share * 100).toFixed(2)} % fail`,
    observed: list(statuses(replies)),
    method: 'exact binomial test',
    pValue,
  };
}

function statusCount(replies: readonly Reply[], wanted: number): number {
  return replies.filter(({ status }) => status === wanted).length;
}

const TIMEOUT = 0.5;
const SLOW = 3;

/** A timeout ends a request to a service that takes too long. */
export const timeout: Check = {
  name: 'timeout',
  title: 'timeout of a service that is too slow',
  run: async ({ mesh }) => {
    const { kubectl, caller, inside } = mesh;
    await mesh.setRoute({ weights: { v1: 100 }, timeout: `${TIMEOUT}s`, retries: { attempts: 0 } });
    await kubectl.apply([unsteady({ delay: { fixed_delay: `${SLOW}s`, percentage: { numerator: 100 } } })]);
    try {
      await settled('a slow service', caller, [inside], ({ status }) => status === 504);
      const replies = await caller.send(inside, 40);
      const inTime = replies.filter(({ duration }) => duration >= TIMEOUT * 1000 && duration < SLOW * 1000).length;
      return [
        {
          passed: statusCount(replies, 504) === replies.length && inTime === replies.length,
          expected: `${replies.length} times 504, after ${TIMEOUT} s and before ${SLOW} s`,
          observed: `${list(statuses(replies))}; ${inTime} of ${replies.length} in that time`,
          method: 'every request',
        },
      ];
    } finally {
      await kubectl.remove('envoyfilter', 'unsteady', '-n', NAMESPACE);
      await settled('a steady service', caller, [inside], ({ status }) => status === 200);
    }
  },
};
