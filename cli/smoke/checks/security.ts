import type { Check, Finding } from '../check.js';
import { mutualTls, NAMESPACE, onlyClient, SERVICE } from '../fixture.js';
import type { Kubectl } from '../kubectl.js';
import { eventually, settled } from '../mesh.js';
import { type Reply, statuses } from '../requests.js';
import { list } from './split.js';

/** The API server calls pods without a sidecar, in plain text: a caller outside the mesh. */
async function fromOutsideTheMesh(kubectl: Kubectl): Promise<boolean> {
  const path = `/api/v1/namespaces/${NAMESPACE}/services/http:${SERVICE}:80/proxy/`;
  return (await kubectl.attempt(['get', '--raw', path])).code === 0;
}

/** Plain text is served under PERMISSIVE and refused under STRICT; callers of the mesh notice nothing. */
export const mutualTlsModes: Check = {
  name: 'mutual-tls',
  title: 'a caller outside the mesh, under PERMISSIVE and STRICT',
  run: async ({ mesh: { kubectl, caller, inside, outside, setRoute } }) => {
    await setRoute({ weights: { v1: 100 } });
    const findings: Finding[] = [];
    for (const mode of ['PERMISSIVE', 'STRICT'] as const) {
      await kubectl.apply([mutualTls(mode)]);
      const wanted = mode === 'PERMISSIVE';
      // Each version's proxy follows on its own; a few answers in a row have asked both.
      await eventually(`mutual TLS ${mode}`, async () => {
        for (let count = 0; count < 8; count++) if ((await fromOutsideTheMesh(kubectl)) !== wanted) return false;
        return true;
      });
      let served = 0;
      for (let count = 0; count < 10; count++) if (await fromOutsideTheMesh(kubectl)) served += 1;
      findings.push({
        passed: served === (wanted ? 10 : 0),
        expected: `${mode}: a caller outside the mesh is ${wanted ? 'served' : 'refused'}`,
        observed: `served ${served} of 10`,
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
