import assert from 'node:assert/strict';
import type { Ended, Engine } from './engine.js';
import { untilSuccess } from './faulty-account.js';

type Settings = Parameters<Parameters<Engine['configure']>[0]>[0];

/** The lines of an output that hold a text, without what the engine puts around them. */
function lines({ output }: Ended, text: string): string[] {
  return [...new Set(output.split('\n').map((line) => line.trim()))].filter((line) => line.includes(text));
}

/** Nothing is made, and one line says why. */
function refused(engine: Engine, what: string, ended: Ended, code: string, fix: string): void {
  const said = lines(ended, code);
  assert.notEqual(ended.code, 0, `${what}: the update went through`);
  assert.equal(said.length, 1, `${what}: not one line with ${code}:\n${ended.output}`);
  assert.ok(said[0]?.includes(fix), `${what}: does not say '${fix}': ${said[0]}`);
  assert.doesNotMatch(ended.output, /\n\s+at .*\(.*:\d+:\d+\)/, `${what}: has a stack trace`);
  assert.deepEqual(engine.emulator.cloud.inventory(), [], `${what}: something was made`);
}

type Zone = { zoneId: string; nodeCidr: string };
const zoneOf = (settings: Settings) => (settings('network').zones as Zone[])[0] as Zone;

/**
 * What a user may get wrong, and an account may refuse: said in one line with what to change, before anything is made.
 *
 * @param say called with each step that is over
 */
export async function badInput(engine: Engine, say: (step: string) => void): Promise<void> {
  const { cloud, faults } = engine.emulator;
  const up = ['up', '--yes', '--skip-preview'] as const;

  const none = { ALICLOUD_ACCESS_KEY: undefined, ALICLOUD_SECRET_KEY: undefined };
  refused(engine, 'no credentials', await engine.runWith(none, ...up), 'CREDENTIALS_MISSING', 'set ALIBABA_CLOUD_');

  faults.plan(/^DescribeZones$/, { status: 404, code: 'InvalidAccessKeyId.NotFound', message: 'no such key' }, 1);
  refused(engine, 'wrong credentials', await engine.up(), 'CREDENTIALS_REFUSED', 'give an access key');

  const nowhere = 'http://127.0.0.1:9';
  const cut = { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere };
  refused(engine, 'no network', await engine.runWith(cut, ...up), 'CLOUD_UNREACHABLE', 'check the network');
  say('credentials and network');

  const wrong: [what: string, change: (settings: Settings) => void, code: string, fix: string][] = [
    [
      'unknown zone',
      (settings) => Object.assign(zoneOf(settings), { zoneId: 'cn-hangzhou-z' }),
      'CLOUD_UNKNOWN_ZONE',
      'give one of cn-hangzhou-g',
    ],
    [
      'zone of another region',
      (settings) => Object.assign(zoneOf(settings), { zoneId: 'cn-shanghai-b' }),
      'ENV_UNKNOWN_ZONE',
      'give a zone of the region',
    ],
    [
      'ranges that clash',
      (settings) => Object.assign(zoneOf(settings), { nodeCidr: '10.10.64.0/20' }),
      'ENV_CIDR_OVERLAP',
      'share no address',
    ],
  ];
  for (const [what, change, code, fix] of wrong) {
    const restore = engine.remember();
    engine.configure(change);
    refused(engine, what, await engine.up(), code, fix);
    restore();
  }
  say('region, zones and ranges');

  cloud.limits.vpc = 0;
  refused(engine, 'no room for a VPC', await engine.up(), 'CLOUD_QUOTA', 'ask Quota Center for more');
  cloud.limits.vpc = 10;
  say('a quota');

  // What only the service knows is said in its words, and the next update goes on from there.
  faults.plan(/^AllocateEipAddress$/, { status: 400, code: 'QuotaExceeded.Eip', message: 'EIP quota exceeded.' }, 1);
  const halfway = await engine.up();
  assert.notEqual(halfway.code, 0);
  assert.ok(lines(halfway, 'QuotaExceeded.Eip').length > 0, `the quota is not named:\n${halfway.output}`);
  await untilSuccess('up after a quota', 1, () => engine.up());
  say('a quota that is hit half-way, and an update that completes');
  await untilSuccess('destroy', 1, () => engine.run('destroy', '--yes', '--skip-preview'));
  assert.deepEqual(cloud.inventory(), []);
}
