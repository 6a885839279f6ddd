import type { Check, Finding } from '../check.js';
import { mutualTls, NAMESPACE, onlyClient, SERVICE } from '../fixture.js';
import { eventually, settled } from '../mesh.js';
import { callFromOutside, type OutsideCalls } from '../outside-caller.js';
import { type Reply, statuses } from '../requests.js';
import { list } from './split.js';

/** Plain text is served under PERMISSIVE and refused under STRICT; callers of the mesh notice nothing. */
export const mutualTlsModes: Check = {
  name: 'mutual-tls',
  title: 'a caller outside the mesh, under PERMISSIVE and STRICT',
  run: async ({ mesh }) => {
    const { kubectl, caller, inside, outside, echoPort, setRoute } = mesh;
    await setRoute({ weights: { v1: 100 } });
    const called = { namespace: NAMESPACE, selector: `app=${SERVICE}`, port: echoPort };
    const findings: Finding[] = [];
    for (const mode of ['PERMISSIVE', 'STRICT'] as const) {
      await kubectl.apply([mutualTls(mode)]);
      const holds = ({ served, calls }: OutsideCalls) => served === (mode === 'PERMISSIVE' ? calls : 0) && calls > 0;
      await eventually(`mutual TLS ${mode}`, async () => holds(await callFromOutside(kubectl, called)));
      const answers = await callFromOutside(kubectl, called);
      findings.push({
        passed: holds(answers),
        expected: `${mode}: a caller outside the mesh is ${mode === 'PERMISSIVE' ? 'served' : 'refused'}`,
        observed: `served ${answers.served} of ${answers.calls}`,
        method: 'every request',
      });
      const replies = [...(await caller.send(inside, 100)), ...(await caller.send(outside, 100))];
      findings.push(allServed(`${mode}: callers in the mesh and the gateway are served`, replies));
    }
    return findings;
  },
};

/** A caller that no policy allows gets 403. */
export const authorization: Check = {
  name: 'authorization',
  title: 'a caller that no policy allows',
  run: async ({ mesh: { kubectl, caller, inside, outside, stranger, setRoute } }) => {
    await setRoute({ weights: { v1: 100 } });
    const before = await caller.send(stranger, 20);
    await kubectl.apply([onlyClient()]);
    try {
      await settled('the policy', caller, [stranger], ({ status }) => status === 403);
      const refused = await caller.send(stranger, 100);
      return [
        allServed('without a policy everybody is served', before),
        {
          passed: refused.every(({ status }) => status === 403),
          expected: 'with it the unauthorized caller gets 403',
          observed: list(statuses(refused)),
          method: 'every request',
        },
        allServed('and the authorized one is served', await caller.send(inside, 100)),
      ];
    } finally {
      await kubectl.remove('authorizationpolicy', 'only-client', '-n', NAMESPACE);
      await settled('the end of the policy', caller, [stranger, outside], ({ status }) => status === 200);
    }
  },
};

function allServed(expected: string, replies: readonly Reply[]): Finding {
  return {
    passed: replies.every(({ status }) => status === 200),
    expected,
    observed: list(statuses(replies)),
    method: 'every request',
  };
}
