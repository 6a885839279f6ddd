import assert from 'node:assert/strict';
import { Engine } from './engine.js';
import { succeeded } from './succeeded.js';

interface Outputs {
  readonly serviceMeshId: string;
  readonly clusterIds: Readonly<Record<string, string>>;
  readonly kept: readonly { readonly what: string; readonly why: string }[];
  readonly next: readonly string[];
}

async function outputs(engine: Engine): Promise<Outputs> {
  return JSON.parse(succeeded('outputs', await engine.run('stack', 'output', '--json')).output) as Outputs;
}

/**
 * One stack makes network, cluster, CLB and mesh; another uses them by id, changes none of them, and leaves them when it
 * is destroyed, saying so. At the end the first leaves nothing.
 *
 * @param say called with each step that is over
 */
export async function adopted(owner: Engine, say: (step: string) => void): Promise<void> {
  const { cloud, log } = owner.emulator;
  owner.configure((settings) => {
    Object.assign(settings('loadBalancers'), { shop: { access: 'internet' } });
    settings('scenarios').hello = undefined;
    settings('scenarios').bookinfo = undefined;
  });
  succeeded('up of the owner', await owner.up());
  const made = await outputs(owner);
  const [vpc] = cloud.all('vpc');
  const [balancer] = cloud.all('clb');
  const [nodes] = cloud.all('vswitch');
  const before = cloud.inventory();
  say(`the owner made ${before.length} things`);

  const tenant = await Engine.beside(owner, 'dev');
  try {
    tenant.configure((settings) => {
      const network = settings('network');
      for (const key of Object.keys(network)) delete network[key];
      const zones = [{ zoneId: nodes?.fields.ZoneId, vSwitchId: nodes?.id }];
      Object.assign(network, { vpcId: vpc?.id, egress: false, zones });
      settings('clusters').main = { type: 'existing', id: made.clusterIds.main };
      const mesh = settings('mesh');
      for (const key of Object.keys(mesh)) delete mesh[key];
      mesh.id = made.serviceMeshId;
      Object.assign(settings('loadBalancers'), { shop: { id: balancer?.id, access: 'internet' } });
      Object.assign(settings('security'), { encryptionKey: false });
      settings('scenarios').ingress = { loadBalancer: 'shop' };
      settings('scenarios').bookinfo = undefined;
    });
    const from = log.length;
    succeeded('up of the tenant', await tenant.up());
    succeeded('second up of the tenant', await tenant.up('--expect-no-changes'));
    const kept = (await outputs(tenant)).kept.map(({ what }) => what.split(' ')[0]);
    assert.deepEqual(kept, ['VPC', 'vSwitch', 'ASM', 'cluster', 'CLB']);
    const down = succeeded('destroy of the tenant', await tenant.run('destroy', '--yes', '--skip-preview'));
    for (const id of [vpc?.id, nodes?.id, made.serviceMeshId, made.clusterIds.main, balancer?.id]) {
      assert.ok(down.output.includes(`${id}`), `destroy does not say that it kept ${id}:\n${down.output}`);
    }
    assert.match(down.output, /adopted by id/);
    const changes = log
      .slice(from)
      .filter(({ status, action }) => status < 400 && /^(Delete|Modify|Update|Upgrade|Set)|^DELETE/.test(action))
      .filter(
        ({ action }) => action !== 'DELETE /' && !action.includes('/logstores') && action !== 'DeleteEnvironment',
      );
    assert.deepEqual(
      changes.map(({ action }) => action),
      [],
      'what is adopted was changed',
    );
    assert.deepEqual(cloud.inventory(), before, 'the tenant left or took something');
    say('the tenant used them, and left them as they were');
  } finally {
    await tenant.close();
  }

  succeeded('destroy of the owner', await owner.run('destroy', '--yes', '--skip-preview'));
  assert.deepEqual(cloud.inventory(), []);
  say('the owner left nothing');
}
