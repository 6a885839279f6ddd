import * as pulumi from '@pulumi/pulumi';
import { Lookup } from '../account-lookup.js';
import type { PendingCreate } from '../stack-state.js';
import { finders } from './finders.js';

/**
 * Takes over what a killed update had begun to make: whatever of it exists is imported instead of made a second time.
 * Its settings are taken as they are in this update; the next one brings them in line.
 *
 * Must run before the first resource is declared.
 */
export async function adoptInterrupted(region: string, pendingCreates: readonly PendingCreate[]): Promise<void> {
  const pending = pendingCreates.filter(({ type }) => finders[type] !== undefined);
  if (pending.length === 0) return;
  const config = pulumi.runtime.allConfig();
  const lookup = new Lookup(region, { get: (key) => config[key] });
  const ids = new Map<string, string>();
  for (const { type, name, inputs } of pending) {
    const id = await finders[type]?.(lookup, inputs);
    if (id === undefined) continue;
    ids.set(`${type}::${name}`, id);
    await pulumi.log.info(`an interrupted update had made ${name} (${id}); it is adopted`);
  }
  if (ids.size === 0) return;
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
    const id = ids.get(`${type}::${name}`);
    if (id === undefined) return undefined;
    return { props, opts: pulumi.mergeOptions(opts, { import: id, ignoreChanges: ['*'] }) };
  });
}
