import type { Check } from '../check.js';
import { statuses } from '../requests.js';
import { list } from './split.js';

const STEPS = [
  { v1: 90, v2: 10 },
  { v1: 50, v2: 50 },
  { v1: 0, v2: 100 },
  { v1: 100, v2: 0 },
] as const;

/** No request fails while weights change under load. */
export const weightChange: Check = {
  name: 'weight-change',
  title: 'requests while weights change',
  run: async ({ mesh: { caller, inside, outside, setRoute } }) => {
    const loads = [
      { where: 'inside', load: caller.start(inside) },
      { where: 'gateway', load: caller.start(outside) },
    ];
    try {
      for (const weights of STEPS) await setRoute({ weights });
    } finally {
      await Promise.all(loads.map(({ load }) => load.stop()));
    }
    return Promise.all(
      loads.map(async ({ where, load }) => {
        const replies = await load.stop();
        const failed = replies.find(({ status }) => status !== 200);
        return {
          passed: replies.length > 0 && replies.every(({ status }) => status === 200),
          expected: `${where}: no request fails in ${STEPS.length} changes`,
          observed: `${list(statuses(replies))}${failed === undefined ? '' : ` (${failed.body.slice(0, 100).trim()})`}`,
          method: 'every request',
        };
      }),
    );
  },
};
