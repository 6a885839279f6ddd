import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { clustersOfTests, kindName, type LocalEngine } from './engine.js';
import { destroyed, type Say, succeeded, upAndUnchanged } from './life.js';

/** A cluster that is deleted behind Pulumi's back: found by refresh, made again by up; found by up alone as well. */
export async function lost(engine: LocalEngine, say: Say): Promise<void> {
  await upAndUnchanged(engine, say);
  const [cluster] = engine.clusters();
  for (const refresh of [true, false]) {
    spawnSync('kind', ['delete', 'cluster', '--name', kindName(cluster)]);
    if (refresh) {
      // Not every version of the provider forgets the objects of an API server that is gone without complaint.
      await engine.run('refresh', '--yes', '--skip-preview');
      const { output } = await engine.run('stack', 'export');
      assert.ok(!output.includes('asm:local:KindCluster::'), 'the state still holds the cluster');
      say('refresh found that the cluster is gone');
    }
    succeeded(await engine.up(), 'up');
    assert.deepEqual(clustersOfTests(), [kindName(cluster)]);
    succeeded(await engine.up('--expect-no-changes'), 'up without a change');
    say(`up made it again${refresh ? '' : ' without a refresh'}`);
  }
  await destroyed(engine, say);
}
