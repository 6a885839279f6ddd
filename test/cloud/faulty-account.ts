import assert from 'node:assert/strict';
import type { Ended, Engine } from './engine.js';

/** Repeats a command until it succeeds. @returns how often it ran */
export async function untilSuccess(what: string, attempts: number, command: () => Promise<Ended>): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const { code, output } = await command();
    if (code === 0) return attempt;
    const tail = output.split('\n').slice(-40).join('\n');
    assert.ok(attempt < attempts, `${what} failed ${attempts} times; the last time:\n${tail}`);
  }
}

/** An account in which one call in twenty is throttled or fails with status 500. */
export async function faults(engine: Engine, say: (step: string) => void): Promise<void> {
  engine.emulator.faults.rate = 0.05;
  const ups = await untilSuccess('up', 6, () => engine.up());
  const { injected } = engine.emulator.faults;
  say(`up after ${ups} ${ups === 1 ? 'run' : 'runs'} with ${injected} faults in ${engine.emulator.log.length} calls`);
  const twice = duplicates(engine);
  assert.deepEqual(twice, [], 'made twice');
  const downs = await untilSuccess('destroy', 6, () => engine.run('destroy', '--yes', '--skip-preview'));
  assert.deepEqual(engine.emulator.cloud.inventory(), []);
  say(`destroyed after ${downs} ${downs === 1 ? 'run' : 'runs'}, with nothing left`);
}

/** Names that two things of a kind share. */
function duplicates(engine: Engine): string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  const nameOf = (fields: Record<string, unknown>): unknown =>
    [
      'VpcName',
      'VSwitchName',
      'Name',
      'SecurityGroupName',
      'LoadBalancerName',
      'name',
      'EnvironmentName',
      'Description',
    ]
      .map((key) => fields[key])
      .find((value) => typeof value === 'string' && value !== '') ??
    (fields.settings as Record<string, unknown> | undefined)?.Name ??
    (fields.nodepool_info as Record<string, unknown> | undefined)?.name;
  for (const kind of [
    'vpc',
    'vswitch',
    'nat',
    'eip',
    'security-group',
    'clb',
    'cluster',
    'node-pool',
    'mesh',
    'fleet',
    'kms-key',
    'arms-environment',
  ]) {
    for (const item of engine.emulator.cloud.all(kind)) {
      const name = `${kind} ${String(nameOf(item.fields))}`;
      if (seen.has(name)) twice.push(name);
      seen.add(name);
    }
  }
  return twice;
}
