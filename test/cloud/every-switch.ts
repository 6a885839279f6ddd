import assert from 'node:assert/strict';
import { automationMay } from './automation-role.js';
import type { Engine } from './engine.js';
import { succeeded } from './succeeded.js';

/**
 * Switches that no environment of the repository turns on: a VPC of its own for the mesh behind a transit router, basic
 * security groups, a public Pilot, Flannel, an edge cluster with a node pool at the edge, a CLB that outlives its gateway, every team's
 * role, the audit trail. Made, unchanged, destroyed.
 *
 * @param say called with each step that is over
 */
export async function everySwitch(engine: Engine, say: (step: string) => void): Promise<void> {
  const { cloud } = engine.emulator;
  engine.configure((settings) => {
    Object.assign(settings('network'), {
      securityGroup: 'basic',
      meshVpc: { cidr: '10.11.0.0/16', zones: [{ zoneId: 'cn-hangzhou-i', nodeCidr: '10.11.0.0/20' }] },
    });
    const nodePools = { workers: { instanceTypes: ['ecs.g7.large'], desired: 2 } };
    Object.assign(settings('clusters'), {
      second: { type: 'managed', serviceCidr: '172.21.16.0/20', podCidr: '172.25.0.0/16', nodePools },
      edge: {
        type: 'edge',
        serviceCidr: '172.21.32.0/20',
        podCidr: '172.24.0.0/16',
        nodePools: { system: { instanceTypes: ['ecs.g7.large'], desired: 1 } },
        edgeNodePools: { shops: { labels: { site: 'shops' } } },
      },
    });
    Object.assign(settings('mesh'), { publicPilot: true });
    Object.assign(settings('loadBalancers'), { shop: { access: 'internet', specification: 'slb.s2.small' } });
    Object.assign(settings('observability'), { auditTrail: true });
    Object.assign(settings('security'), {
      roles: { automation: null, platform: null, security: null, application: null },
    });
    Object.assign(settings('scenarios'), {
      hello: { stage: 'fixed', clusters: ['main'] },
      bookinfo: { stage: 'fixed', namespace: 'bookinfo', m1c1: 'main', m1c2: 'second' },
      edge: { cluster: 'edge', gateway: 'edgegateway', loadBalancer: 'shop', stage: 'fixed' },
    });
    Object.assign(settings('findings'), {
      external: { secrets: ['istio-system/bookinfo-tls', 'istio-system/edge-tls', 'istio-system/hello-tls'] },
    });
  });
  succeeded('up', await engine.up());
  const counts = engine.counts();
  assert.equal(counts['vpc-attachment'], 2);
  assert.equal(counts['node-pool'], 4);
  const pools = cloud.all('node-pool').map(({ fields }) => (fields.nodepool_info as { type: string }).type);
  assert.deepEqual(pools.sort(), ['edge', 'ess', 'ess', 'ess']);
  const groups = cloud.all('security-group').map(({ fields }) => fields.SecurityGroupType);
  assert.deepEqual(groups, ['normal', 'normal', 'normal']);
  assert.equal(cloud.all('eip').filter(({ fields }) => fields.InstanceId === cloud.all('mesh')[0]?.id).length, 1);
  // The gateway stands behind the stack's CLB, on the edge cluster: both by the ids that the account gave.
  const [balancer] = cloud.all('clb').filter(({ fields }) => fields.LoadBalancerName === 'dev-shop');
  const [edge] = cloud.all('cluster').filter(({ fields }) => fields.profile === 'Edge');
  const [gateway] = cloud.all('kube-object').filter(({ id }) => id.endsWith('/istiogateways/istio-system/edgegateway'));
  const spec = gateway?.fields.spec as { clusterIds: string[]; serviceAnnotations: Record<string, string> };
  assert.deepEqual(spec.clusterIds, [edge?.id]);
  assert.ok(Object.values(spec.serviceAnnotations).includes(balancer?.id ?? 'none'));
  say(`up: ${cloud.inventory().length} things in the account, with ${automationMay(engine)} operations`);

  succeeded('second up', await engine.up('--expect-no-changes'));
  succeeded('preview with refresh', await engine.run('preview', '--refresh', '--expect-no-changes'));
  say('second up and refresh: no change');

  succeeded('destroy', await engine.run('destroy', '--yes', '--skip-preview'));
  assert.deepEqual(cloud.inventory(), []);
  say('destroyed, with nothing left');
}

/**
 * Component integration: the servicemesh-operator add-on makes the instance, and the charts are deployed to it.
 *
 * @param say called with each step that is over
 */
export async function componentIntegration(engine: Engine, say: (step: string) => void): Promise<void> {
  const { cloud } = engine.emulator;
  engine.configure((settings) => Object.assign(settings('mesh'), { operator: true }));
  succeeded('up', await engine.up());
  const [cluster] = cloud.all('cluster');
  const [mesh] = cloud.all('mesh');
  const { Name } = (mesh?.fields.settings ?? {}) as { Name?: string };
  assert.equal(Name, `mesh-for-${cluster?.id}`);
  assert.ok(cloud.children(mesh?.id ?? '', 'kube-object').length > 0, 'no chart reached the instance');
  succeeded('second up', await engine.up('--expect-no-changes'));
  say('the add-on made the instance; second up: no change');
  succeeded('destroy', await engine.run('destroy', '--yes', '--skip-preview'));
  assert.deepEqual(cloud.inventory(), []);
  say('destroyed, with nothing left');
}
