import { describe, expect, test } from '@jest/globals';
import { foreignClusters } from '../../stacks/account-check/cluster-networks.js';
import { needsOf } from '../../stacks/account-check/needs.js';
import { quotaProblems } from '../../stacks/account-check/quotas.js';
import { missingZones } from '../../stacks/account-check/zones.js';
import type { Lookup } from '../../stacks/account-lookup.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { type CloudSettings, parseEnvironment } from '../../stacks/environment/index.js';

const settings = (change: Record<string, unknown> = {}) =>
  parseEnvironment(
    'test',
    {
      kind: 'cloud',
      region: 'cn-hangzhou',
      ownership: { owner: 'me', costCenter: 'cc', dataClassification: 'internal' },
      network: { zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.0/20' }] },
      clusters: { main: { type: 'managed', nodePools: { workers: { instanceTypes: ['ecs.g7.large'], max: 9 } } } },
      ...change,
    },
    'f',
    ownBlueprint,
  ).settings as CloudSettings;

/** An account with these answers, and nothing else. */
function account(answers: Readonly<Record<string, unknown[]>>): Lookup {
  const answer = (key: string) => answers[key] ?? [];
  return {
    region: 'cn-hangzhou',
    list: async (_service: string, action: string, parameters: { ProductCode?: string }) =>
      answer(parameters.ProductCode ?? action),
    clusters: async (path: string) => answer(path),
  } as unknown as Lookup;
}

const quota = (QuotaActionCode: string, TotalQuota: number, TotalUsage: number) => [
  { QuotaActionCode: 'other', TotalQuota: 0, TotalUsage: 0 },
  { QuotaActionCode, TotalQuota, TotalUsage },
];

describe('what an environment needs', () => {
  test('is all of it at first', () => {
    expect(needsOf(settings({ mesh: { publicApiServer: true }, loadBalancers: { gateway: {} } }), [])).toEqual({
      vpcs: 1,
      publicAddresses: 2,
      loadBalancers: 4,
      clusters: 1,
    });
  });

  test('is nothing when the stack has it', () => {
    const types = [
      'vpc/network:Network',
      'ecs/eipAddress:EipAddress',
      'cs/managedKubernetes:ManagedKubernetes',
      'servicemesh/serviceMesh:ServiceMesh',
    ].map((type) => `alicloud:${type}`);
    const none = { vpcs: 0, publicAddresses: 0, loadBalancers: 0, clusters: 0 };
    expect(needsOf(settings(), types)).toEqual(none);
  });

  test('leaves out what is adopted', () => {
    const adopted = settings({
      network: { vpcId: 'vpc-1', egress: false, zones: [{ zoneId: 'cn-hangzhou-h', vSwitchId: 'vsw-1' }] },
      clusters: { old: { type: 'existing', id: `c${'0'.repeat(32)}` } },
      mesh: { id: 'c1' },
      loadBalancers: { gateway: { id: 'lb-1' } },
    });
    expect(needsOf(adopted, [])).toEqual({ vpcs: 0, publicAddresses: 0, loadBalancers: 0, clusters: 0 });
  });
});

describe('quotas', () => {
  const needs = { vpcs: 1, publicAddresses: 1, loadBalancers: 3, clusters: 1 };

  test('that have room are no problem', async () => {
    const answers = {
      vpc: quota('vpc_quota_instances_num_cn-hangzhou', 10, 9),
      eip: quota('eip_quota_instances_num', 20, 0),
      slb: quota('slb_quota_instances_num', 60, 0),
      '/quota': [{ cluster_quota: 50, amk_cluster_quota: 20, cluster_nodepool_quota: 20, node_quota: 100 }],
    };
    expect(await quotaProblems(account(answers), settings(), needs)).toEqual([]);
  });

  test('that have none are named all at once, with what is in use', async () => {
    const answers = {
      vpc: quota('vpc_quota_instances_num', 10, 10),
      slb: quota('slb_quota_instances_num', 60, 58),
      '/quota': [{ cluster_quota: 1, node_quota: 5 }],
      '/api/v1/clusters': [{ cluster_type: 'ManagedKubernetes' }],
    };
    const problems = await quotaProblems(account(answers), settings(), needs);
    expect(problems.map(({ place, message }) => `${place}: ${message}`)).toEqual([
      'VPCs in cn-hangzhou: 1 more are needed; 10 of 10 are in use',
      'CLBs in cn-hangzhou: 3 more are needed; 58 of 60 are in use',
      'ACK clusters in cn-hangzhou: 1 more are needed; 1 of 1 are in use',
      'nodes of cluster main in cn-hangzhou: 9 more are needed; 0 of 5 are in use',
    ]);
  });

  test('that nobody knows stop nothing', async () => {
    expect(await quotaProblems(account({}), settings(), needs)).toEqual([]);
  });
});

test('a zone that the region does not have is named, with those that it has', async () => {
  const zones = ['cn-hangzhou-j', 'cn-hangzhou-i'].map((ZoneId) => ({ ZoneId }));
  expect(await missingZones(account({ DescribeZones: zones }), settings())).toMatchObject([
    { place: 'asm-blueprints:network.zones[0].zoneId', fix: 'give one of cn-hangzhou-i, cn-hangzhou-j' },
  ]);
});

describe('a cluster that exists already', () => {
  const answers = account({
    '/api/v1/clusters': [
      { cluster_id: 'c1', vpc_id: 'vpc-1' },
      { cluster_id: 'c2', vpc_id: 'vpc-2' },
    ],
  });
  const clusters = { near: { type: 'existing', id: 'c1' }, far: { type: 'existing', id: 'c2' } };
  const network = { vpcId: 'vpc-1', zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.0/20' }] };

  test('is noted when it is in another VPC than the mesh', async () => {
    const notes = await foreignClusters(answers, settings({ clusters, network }));
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('clusters.far: cluster c2 is in VPC vpc-2 and the mesh in VPC vpc-1');
    expect(await foreignClusters(answers, settings({ clusters }))).toHaveLength(2);
  });

  test('is not asked about where the mesh exists too, or where there is none', async () => {
    expect(await foreignClusters(answers, settings({ clusters, network, mesh: { id: 'mesh-1' } }))).toEqual([]);
    expect(await foreignClusters(answers, settings({ network }))).toEqual([]);
  });
});
