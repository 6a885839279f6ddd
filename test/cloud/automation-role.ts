import assert from 'node:assert/strict';
import type { Engine } from './engine.js';

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
}

/** Codes of services in RAM policies, where they are not the first label of the host. */
const RAM_CODES: Readonly<Record<string, string>> = { cbn: 'cen' };

/** Which operations take no permission: who one is, and where services are. */
const FREE: ReadonlySet<string> = new Set(['sts', 'location']);

/** The roles themselves, which an administrator makes. */
const ADMINISTRATION = /^ram:(Create|Delete|Update|Attach|Detach|Set|Tag|Untag)/;

/**
 * Every operation in RPC style that the engine called is one that the policy of the stack's automation role allows.
 * Operations in REST style have other names in policies; the role has all of their services.
 *
 * @returns how many different operations there were; `undefined` for an environment without that role
 */
export function automationMay(engine: Engine): number | undefined {
  const { cloud, log } = engine.emulator;
  const [policy] = cloud.all('ram-policy').filter(({ id }) => id.endsWith('-automation'));
  if (policy === undefined) return undefined;
  const { Statement: statements } = JSON.parse(String(policy.fields.PolicyDocument)) as { Statement: Statement[] };
  const allowed = statements.flatMap(({ Effect, Action }) => {
    assert.equal(Effect, 'Allow');
    return Action.map((action) => new RegExp(`^${action.replaceAll('*', '.*')}$`));
  });
  const called = log.flatMap(({ host, action }) => {
    const service = host.split('.')[0] ?? '';
    const named = /^\w+$/.test(action) && !FREE.has(service);
    return named ? [`${RAM_CODES[service] ?? service}:${action}`] : [];
  });
  const operations = [...new Set(called)].filter((action) => !ADMINISTRATION.test(action)).sort();
  const lacking = operations.filter((action) => !allowed.some((pattern) => pattern.test(action)));
  assert.deepEqual(lacking, [], 'the automation role may not do what an update does');
  return operations.length;
}
