import { describe, expect, test } from '@jest/globals';
import type { CommandResult } from '../../../infra/local/machine-check.js';
import { forgetInterruptedReleases } from '../../../stacks/interrupted/helm-releases.js';
import { readStackState } from '../../../stacks/stack-state.js';

/** A state in which the creation of istiod was cut off, and that of istio-base was seen to its end. */
const STATE = JSON.stringify({
  deployment: {
    resources: [{ urn: 'urn:pulumi:local::asm::kubernetes:helm.sh/v3:Release::local/istio-base' }],
    pending_operations: ['istio-base', 'istiod'].map((name) => ({
      type: 'creating',
      resource: {
        urn: `urn:pulumi:local::asm::kubernetes:helm.sh/v3:Release::local/${name}`,
        type: 'kubernetes:helm.sh/v3:Release',
        inputs: { name, namespace: 'istio-system' },
      },
    })),
  },
});

/** A cluster whose Helm has notes by release, each with its state. */
function cluster(notes: Record<string, string>) {
  const commands: string[] = [];
  const run = async (command: string, args: readonly string[]): Promise<CommandResult> => {
    commands.push([command, ...args].join(' '));
    const selector = args[args.indexOf('--selector') + 1] ?? '';
    const states = /status in \(([^)]*)\)/.exec(selector)?.[1]?.split(',');
    const name = /name=([^,]*)/.exec(selector)?.[1];
    const found = Object.entries(notes).filter(
      ([release, state]) => (states?.includes(state) ?? true) && (name === undefined || release === name),
    );
    for (const [release] of found) delete notes[release];
    return { state: 'done', output: found.map(([release]) => `secret/sh.helm.release.v1.${release}.v1\n`).join('') };
  };
  return { notes, commands, run };
}

describe('releases that a killed update has left', () => {
  test('are forgotten in the middle of an operation', async () => {
    const { run, notes, commands } = cluster({ 'istio-base': 'deployed', istiod: 'pending-upgrade' });
    expect(await forgetInterruptedReleases({ local: 'asm-local' }, [], run)).toEqual([
      { cluster: 'local', name: 'istiod' },
    ]);
    expect(notes).toEqual({ 'istio-base': 'deployed' });
    expect(commands[0]).toMatch(
      /^docker exec asm-local-control-plane kubectl .* delete secret --namespace istio-system/,
    );
  });

  test('are forgotten where the state does not know that they were made', async () => {
    const { run, notes } = cluster({ 'istio-base': 'deployed', istiod: 'deployed' });
    const pending = readStackState(STATE).pendingCreates;
    expect(await forgetInterruptedReleases({ local: 'asm-local' }, pending, run)).toEqual([
      { cluster: 'local', name: 'istiod' },
    ]);
    expect(notes).toEqual({ 'istio-base': 'deployed' });
  });

  test('of another cluster stay', async () => {
    const { run, notes } = cluster({ istiod: 'deployed' });
    expect(
      await forgetInterruptedReleases({ second: 'asm-second' }, readStackState(STATE).pendingCreates, run),
    ).toEqual([]);
    expect(notes).toEqual({ istiod: 'deployed' });
  });

  test('are none where there is no cluster', async () => {
    const run = async (): Promise<CommandResult> => ({ state: 'failed', message: 'No such container' });
    expect(await forgetInterruptedReleases({ local: 'asm-local' }, [], run)).toEqual([]);
  });
});
