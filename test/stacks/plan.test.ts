import { beforeAll, describe, expect, test } from '@jest/globals';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { isCloud, readEnvironment } from '../../stacks/environment/index.js';
import { BUCKETS } from '../../stacks/plan/cost-sheet.js';
import { type Plan, planOf } from '../../stacks/plan/plan.js';
import { planText } from '../../stacks/plan/plan-text.js';

const plans = new Map<string, Plan>();

function plan(name: string): Plan {
  const found = plans.get(name);
  if (!found) throw new Error(`no plan of ${name}`);
  return found;
}

beforeAll(async () => {
  for (const name of ['dev', 'prod', 'fleet']) {
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
