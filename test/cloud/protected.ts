import assert from 'node:assert/strict';
import type { Engine } from './engine.js';
import { succeeded } from './succeeded.js';

interface Exported {
  readonly deployment: { readonly resources: readonly { readonly urn: string; readonly type: string }[] };
}

/**
 * A protected environment is not destroyed, with or without a preview: one message says how to lift the protection,
 * and the account is as it was. So it is when somebody does as the engine says, and lifts the protection of the state
 * alone; then the message names what is protected.
 */
export async function refusesDestroy(engine: Engine): Promise<void> {
  const { cloud } = engine.emulator;
  const before = cloud.inventory();
  const refused = async (what: string, said: RegExp, ...flags: string[]) => {
    const { code, output } = await engine.run('destroy', '--yes', ...flags);
    assert.notEqual(code, 0, `${what}: destroyed`);
    assert.deepEqual(cloud.inventory(), before, `${what}: something is gone`);
    const errors = output.split('\n').filter((line) => /^ +error: (?!(preview|update) failed)/.test(line));
    assert.equal(errors.length, 1, `${what}: not one message:\n${output}`);
    assert.match(output, said, `${what}: does not say how to lift the protection`);
  };
  const name = 'set security.deletionProtection to false and run pulumi up before a destroy';
  const byEngine = new RegExp(`error: .*::${name}" cannot be deleted\n +because it is protected`);
  await refused('destroy', byEngine);
  await refused('destroy without a preview', byEngine, '--skip-preview');

  const { output } = succeeded('export', await engine.run('stack', 'export'));
  const { resources } = (JSON.parse(output) as Exported).deployment;
  const guard = resources.find(({ type }) => type.endsWith(':DestroyGuard'));
  succeeded('unprotect', await engine.run('state', 'unprotect', guard?.urn ?? '', '--yes'));
  const byGuard = new RegExp(
    `${engine.stack} is protected from deletion \\(cluster \\w+.*KMS key\\), and nothing was destroyed; ` +
      `set security.deletionProtection to false in Pulumi.${engine.stack}.yaml`,
  );
  await refused('destroy of what the engine does not protect', byGuard, '--skip-preview');
}
