import { binomialTest, SIGNIFICANCE } from '../binomial-test.js';
import type { Check } from '../check.js';
import { NAMESPACE, unsteady } from '../fixture.js';
import { eventually, settled } from '../mesh.js';
import { type Caller, type Reply, type RequestPlan, SHORTEST_WAIT, statuses } from '../requests.js';
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
      await eventually('a failing service', () => failsSteadily(caller, inside));
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

/**
 * Whether the service fails in its share, twice in a row. Connections from before keep the settings of the proxy that they
 * came with until it has closed them, and do not fail.
 */
async function failsSteadily(caller: Caller, plan: RequestPlan): Promise<boolean> {
  for (let round = 0; round < 2; round += 1) {
    const replies = await caller.send(plan, 100);
    if (binomialTest(statusCount(replies, 503), replies.length, FAILING_PERCENT / 100) < 0.05) return false;
  }
  return true;
}

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
/** Far longer than the timeout, so that a busy machine is not taken for a service that was waited for. */
const SLOW = 10;

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
      const durations = replies.map(({ duration }) => duration / 1000);
      const inTime = durations.filter((duration) => duration >= TIMEOUT * SHORTEST_WAIT && duration < SLOW).length;
      const range = [Math.min(...durations), Math.max(...durations)].map((duration) => duration.toFixed(2));
      return [
        {
          passed: statusCount(replies, 504) === replies.length && inTime === replies.length,
          expected: `${replies.length} times 504, after ${TIMEOUT} s and long before ${SLOW} s`,
          observed: `${list(statuses(replies))}, after ${range.join(' to ')} s`,
          method: 'every request',
        },
      ];
    } finally {
      await kubectl.remove('envoyfilter', 'unsteady', '-n', NAMESPACE);
      await mesh.setRoute({ weights: { v1: 100 } });
      await settled('a steady service', caller, [inside], ({ status }) => status === 200);
    }
  },
};
