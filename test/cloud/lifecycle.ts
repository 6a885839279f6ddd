import assert from 'node:assert/strict';
import { automationMay } from './automation-role.js';
import type { Engine } from './engine.js';
import { refusesDestroy } from './protected.js';
import { succeeded } from './succeeded.js';

/** The one ASM instance of the account, as the service keeps it. */
function meshSettings(engine: Engine): Record<string, string> {
  const [mesh] = engine.emulator.cloud.all('mesh');
  return mesh?.fields.settings as Record<string, string>;
}

function autoscaling(engine: Engine): { min_instances?: number; max_instances?: number }[] {
  return engine.emulator.cloud.all('node-pool').map((pool) => pool.fields.auto_scaling as object);
}

/** Services take things down in the guides' order; each step's last call must come before the next step's first. */
function assertTeardownOrder(engine: Engine, from: number): void {
  const calls = engine.emulator.log.slice(from).filter(({ status }) => status < 400);
  const steps: [string, RegExp][] = [
    ['detach clusters from the fleet', /^DetachClusterFromHub$/],
    ['detach clusters from the mesh', /^RemoveClusterFromServiceMesh$/],
    ['delete the ASM instance', /^DeleteServiceMesh$/],
    ['delete the clusters', /^DELETE \/clusters\/[^/]+$/],
    ['delete load balancers', /^DeleteLoadBalancer$/],
    ['delete the VPC', /^DeleteVpc$/],
  ];
  let before = { name: 'workloads', last: -1 };
  for (const [name, pattern] of steps) {
    const at = calls.flatMap(({ action }, index) => (pattern.test(action) ? [index] : []));
    if (at.length === 0) continue;
    assert.ok(before.last < (at[0] ?? 0), `'${before.name}' was not over before '${name}' began`);
    before = { name, last: at.at(-1) ?? 0 };
  }
}

/**
 * The life of an environment: created, unchanged, changed, drifted and repaired, destroyed with nothing left.
 *
 * @param say called with each step that is over
 */
export async function lifecycle(engine: Engine, say: (step: string) => void): Promise<void> {
  const { cloud, env } = engine.emulator;
  // Also as a secret of the stack, from which the provider takes it.
  succeeded(
    'secret',
    await engine.run('config', 'set', '--secret', 'alicloud:secretKey', env.ALICLOUD_SECRET_KEY ?? ''),
  );
  succeeded('up', await engine.up());
  const placeholders = cloud.all('kube-object').filter(({ fields }) => JSON.stringify(fields).includes('<id of '));
  assert.deepEqual(
    placeholders.map(({ id }) => id),
    [],
    'objects with a placeholder',
  );
  const said = JSON.parse(succeeded('outputs', await engine.run('stack', 'output', '--json')).output) as {
    gateways: Record<string, Record<string, string>>;
    next: string[];
    kubeconfigs: unknown;
  };
  for (const address of Object.values(said.gateways).flatMap((byCluster) => Object.values(byCluster))) {
    assert.match(address, /^\d+\.\d+\.\d+\.\d+$/);
    assert.ok(
      said.next.some((line) => line.startsWith('curl') && line.includes(address)),
      `no request to ${address}`,
    );
  }
  assert.ok(said.kubeconfigs === '[secret]', 'the kubeconfigs are shown');
  say(`up: ${cloud.inventory().length} things in the account`);

  succeeded('second up', await engine.up('--expect-no-changes'));
  const unchanged = await engine.run('preview', '--refresh', '--expect-no-changes');
  succeeded('preview with refresh', unchanged);
  assert.match(unchanged.output, /Traffic: (?:no request|none of the \d+ sampled requests) changes its answer/);
  say('second up and refresh: no change, also in traffic');

  engine.configure((settings) => {
    for (const cluster of Object.values(settings('clusters')) as {
      nodePools?: Record<string, Record<string, number>>;
    }[]) {
      for (const pool of Object.values(cluster.nodePools ?? {})) {
        pool.desired = 5;
        pool.min = 5;
        pool.max = 9;
      }
    }
    settings('mesh').outboundTrafficPolicy = 'REGISTRY_ONLY';
    settings('observability').traceSampling = 5;
  });
  const preview = await engine.run('preview');
  succeeded('preview of the change', preview);
  assert.match(preview.output, /→ http:\/\/unknown\.example\/: unknown\.example 100 % → not visible/);
  succeeded('change', await engine.up());
  for (const pool of autoscaling(engine)) {
    if (pool.max_instances !== undefined) assert.deepEqual([pool.min_instances, pool.max_instances], [5, 9]);
  }
  assert.equal(meshSettings(engine).OutboundTrafficPolicy, 'REGISTRY_ONLY');
  assert.equal(meshSettings(engine).TraceSampling, '5');
  say('node count and Istio settings changed');

  meshSettings(engine).OutboundTrafficPolicy = 'ALLOW_ANY';
  const [snat] = cloud.all('snat');
  if (snat) cloud.remove(snat);
  const kept = cloud.all('snat').length;
  const members = () => (cloud.all('mesh')[0]?.fields.clusters ?? []) as string[];
  const detached = members().pop();
  succeeded('repair', await engine.up('--refresh'));
  assert.equal(meshSettings(engine).OutboundTrafficPolicy, 'REGISTRY_ONLY');
  assert.equal(cloud.all('snat').length, snat ? kept + 1 : kept);
  assert.ok(members().includes(detached ?? ''), 'the detached cluster did not come back');
  const operations = automationMay(engine);
  if (operations !== undefined) say(`the automation role may do all ${operations} operations so far`);
  say('drift repaired: a mesh setting, an SNAT entry, a cluster that had left the mesh');

  let isProtected = false;
  engine.configure((settings) => {
    isProtected = settings('security').deletionProtection === true;
    settings('security').deletionProtection = false;
  });
  if (isProtected) {
    await refusesDestroy(engine);
    succeeded('unprotect', await engine.up());
    say('protected: a destroy refuses and destroys nothing; unprotected');
  }
  const from = engine.emulator.log.length;
  succeeded('destroy', await engine.run('destroy', '--yes', '--skip-preview'));
  assert.deepEqual(cloud.inventory(), []);
  assertTeardownOrder(engine, from);
  assert.deepEqual(engine.leaks(), [], 'these hold a secret in plain text');
  say('no secret of the account in the state, its history, the stack file or any output');
  say('destroyed in order, with nothing left');
}
