import { beforeAll, describe, expect, test } from '@jest/globals';
import { ownBlueprint } from '../../../stacks/blueprint.js';
import { isCloud, readEnvironment } from '../../../stacks/environment/index.js';
import { BUCKETS } from '../../../stacks/plan/cost-line.js';
import { type Plan, planOf } from '../../../stacks/plan/plan.js';
import { planText } from '../../../stacks/plan/plan-text.js';

const plans = new Map<string, Plan>();

function plan(name: string): Plan {
  const found = plans.get(name);
  if (!found) throw new Error(`no plan of ${name}`);
  return found;
}

beforeAll(async () => {
  for (const name of ['dev', 'staging', 'prod', 'fleet']) {
    const environment = readEnvironment('.', `Pulumi.${name}.yaml`, ownBlueprint);
    if (isCloud(environment)) plans.set(name, await planOf(environment));
  }
}, 300_000);

describe('npm run plan', () => {
  test('counts the resources of each environment', () => {
    expect(plan('dev').resources).toMatchObject({ ManagedKubernetes: 1, ServiceMesh: 1, Membership: 1, Network: 1 });
    expect(plan('prod').resources).toMatchObject({ ManagedKubernetes: 2, Switch: 6, Role: 4, Trail: 1 });
    expect(plan('fleet').resources).toMatchObject({
      ManagedKubernetes: 2,
      Cluster: 1,
      MembershipAttachment: 2,
      Mesh: 1,
    });
  });

  test('makes clusters before the mesh, the mesh before its members, and those before what runs on them', () => {
    for (const name of ['dev', 'prod', 'fleet']) {
      const { order } = plan(name);
      const at = ['Network', 'ManagedKubernetes', 'ServiceMesh', 'Membership', 'Namespace'].map((kind) =>
        order.indexOf(kind),
      );
      expect(at).toEqual([...at].sort((a, b) => a - b));
      expect(at).not.toContain(-1);
    }
  });

  test('shows public API servers of dev and none of prod', () => {
    const apiServers = (name: string) => plan(name).public.filter(({ reach }) => reach.includes('6443'));
    expect(apiServers('dev')).toHaveLength(2);
    expect(apiServers('prod')).toEqual([]);
  });

  test('says what a destroy keeps, each thing once', () => {
    const kept = plan('prod').kept.map(({ what }) => what);
    expect(kept).toEqual(['cluster m1c1', 'cluster m1c2', 'KMS key']);
    expect(plan('dev').kept.map(({ what }) => what)).toEqual(['KMS key']);
  });

  test('fills all six buckets with quantities, and makes up no amount', () => {
    const { lines } = plan('prod').cost;
    expect(new Set(lines.map(({ bucket }) => bucket))).toEqual(new Set(BUCKETS));
    expect(lines.filter(({ monthly }) => monthly !== undefined)).toEqual([]);
    expect(lines).toContainEqual({
      bucket: 'ACK and nodes',
      item: 'nodes ecs.g7.2xlarge',
      quantity: 6,
      most: 24,
      unit: 'nodes',
    });
  });

  test.each([
    // hello: two versions and the bare Pod curl; bookinfo: six Deployments. One cluster, whose nodes have two vCPU.
    ['dev', { sidecars: [9], 'sidecar CPU requests': [0.9], 'sidecar memory requests': [1.125], 'gateway pods': [1] }],
    ['dev', { 'nodes that proxies fill': [0.55], 'CLB of API servers': [3], 'CLB of gateways': [1], EIPs: [1] }],
    // The API servers of the cluster and of the mesh are public.
    ['dev', { 'EIPs of API servers': [2], 'waypoint pods': [] }],
    // hello 3, bookinfo 6, the app at the edge 1, zero-trust two versions in two clusters.
    ['staging', { sidecars: [14], 'sidecar CPU requests': [1.4], 'sidecar memory requests': [1.75] }],
    // ASM's gateway and that of the Gateway API in three clusters each, and two pods of the gateway at the edge.
    ['staging', { 'gateway pods': [8], 'gateway CPU requests': [1.3], 'waypoint pods': [3], 'CLB of gateways': [7] }],
    // bookinfo 6, zero-trust 4.
    ['prod', { sidecars: [10], 'gateway pods': [4], 'waypoint pods': [2], 'CLB of gateways': [4] }],
    ['prod', { 'CLB of API servers': [4], EIPs: [1], 'EIPs of API servers': [], 'NAT gateways': [1] }],
    // Two colours of podinfo with four pods each, in two members.
    ['fleet', { sidecars: [16], 'sidecar CPU requests': [1.6], 'sidecar memory requests': [2], 'gateway pods': [4] }],
    ['fleet', { 'CLB of gateways': [2], 'nodes that proxies fill': [0.6], 'EIPs of API servers': [] }],
  ])('counts what %s comes to: %j', (name, expected) => {
    const { lines } = plan(name).cost;
    for (const [item, counts] of Object.entries(expected)) {
      expect([item, lines.filter((line) => line.item === item).map(({ quantity }) => quantity)]).toEqual([
        item,
        counts,
      ]);
    }
  });

  test('names every gateway that the Internet reaches, in each of its clusters', () => {
    const gateways = (name: string) =>
      plan(name)
        .public.filter(({ reach }) => reach.startsWith('gateway'))
        .map(({ resource }) => resource);
    expect(gateways('prod')).toEqual([
      'IstioGateway istio-system/ingressgateway in m1c1',
      'IstioGateway istio-system/ingressgateway in m1c2',
      'Gateway istio-system/prod-gateway in m1c1',
      'Gateway istio-system/prod-gateway in m1c2',
    ]);
    expect(gateways('fleet')).toHaveLength(2);
    expect(gateways('staging').filter((one) => one.includes('edgegateway'))).toEqual([]);
  });

  test('multiplies with the prices of a file, and says what has none', async () => {
    const environment = readEnvironment('.', 'Pulumi.dev.yaml', ownBlueprint);
    if (!isCloud(environment)) throw new Error('dev is in the cloud');
    const priced = await planOf(environment, { currency: 'EUR', monthly: { 'NAT gateways': 12.5 } });
    expect(priced.cost.lines.find(({ item }) => item === 'NAT gateways')).toMatchObject({ monthly: 12.5 });
    // All else is the same every time.
    expect(priced.resources).toEqual(plan('dev').resources);
    expect(priced.public).toEqual(plan('dev').public);
    expect(planText(priced)).toMatch(/Sum of what has a price: 12\.50 EUR; \d+ lines have none/);
  }, 300_000);
});
