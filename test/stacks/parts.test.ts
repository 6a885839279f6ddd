import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { cloudStack } from '../../stacks/cloud.js';
import { isCloud, parseEnvironment } from '../../stacks/environment/index.js';
import type { AddOn, Parts } from '../../stacks/index.js';
import { recordResources } from '../../stacks/plan/recorded-resources.js';
import { alerts, shop } from './shop.js';

const SETTINGS = {
  kind: 'cloud',
  ownership: { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' },
  region: 'cn-hangzhou',
  network: {
    cidr: '10.1.0.0/16',
    zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.1.0.0/20', podCidr: '10.1.64.0/18' }],
  },
  clusters: { east: { type: 'managed', serviceCidr: '172.21.0.0/20' } },
  security: { roles: { platform: null } },
  scenarios: { shop: {} },
};

interface Stack {
  /** `type name` of every resource. */
  readonly resources: readonly string[];
  readonly inputs: (type: string) => Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

async function stackOf(
  settings: object,
  { parts, addOns = [alerts] }: { parts?: Parts; addOns?: AddOn[] } = {},
): Promise<Stack> {
  const blueprint = { scenarios: [shop], addOns };
  const environment = parseEnvironment('test', { ...SETTINGS, ...settings }, 'Pulumi.test.yaml', blueprint);
  if (!isCloud(environment)) throw new Error('not a cloud environment');
  let outputs: Record<string, unknown> = {};
  const recorded = await recordResources('test', () => {
    outputs = cloudStack(environment, { ...(parts && { parts }), addOns, addressOf: async () => '192.0.2.1' });
  });
  const plain = await new Promise<Record<string, unknown>>((resolve) => pulumi.output(outputs).apply(resolve));
  return {
    resources: recorded.map(({ type, name }) => `${type.split(':').at(-1)} ${name}`),
    inputs: (type) => recorded.find((one) => one.type.endsWith(`:${type}`))?.inputs ?? {},
    outputs: plain,
  };
}

describe('add-ons', () => {
  test('get what the environment has, and declare more', async () => {
    const seen: Record<string, unknown> = {};
    const dashboards: AddOn = (context) => {
      const { tags, clusters, mesh, roles, network, logProject, accountId, gateways, beforeCharts } = context;
      Object.assign(seen, { env: tags['env'], kubernetes: clusters.map(({ name }) => name) });
      beforeCharts();
      return { mesh: mesh.serviceMeshId, roles, vpc: network?.vpcId, logProject, accountId, gateways };
    };
    const { outputs, resources } = await stackOf({}, { addOns: [alerts, dashboards] });
    expect(seen).toEqual({ env: 'test', kubernetes: ['east'] });
    expect(outputs['addOns']).toEqual({
      alerts: { channel: '#mesh', watched: ['test/east'] },
      dashboards: expect.objectContaining({
        roles: { platform: expect.stringContaining('platform') },
        gateways: {},
        logProject: expect.any(String),
        vpc: expect.any(String),
      }),
    });
    // Those of the package are add-ons as well.
    expect(resources).toContain('Environment test-east');
  });

  test('leave no output when they return none', async () => {
    expect((await stackOf({}, { addOns: [] })).outputs).not.toHaveProperty('addOns');
  });
});

describe('parts of one’s own', () => {
  test('a network: no VPC is made, and the cluster is in the other one', async () => {
    const parts: Parts = { network: () => ({ vpcId: 'vpc-mine', vSwitchIds: ['vsw-mine'] }) };
    const { resources, inputs } = await stackOf({}, { parts });
    expect(resources.filter((one) => /^(Network|Switch|NatGateway) /.test(one))).toEqual([]);
    expect(inputs('ManagedKubernetes')).toMatchObject({ vswitchIds: ['vsw-mine'], podVswitchIds: ['vsw-mine'] });
    expect(inputs('SecurityGroup')).toMatchObject({ vpcId: 'vpc-mine' });
  });

  test('a cluster: none is made, and its charts go to the other one', async () => {
    const kubeconfig = JSON.stringify({ clusters: [], contexts: [], users: [] });
    const parts: Parts = { cluster: (name) => (name === 'east' ? { clusterId: 'c-mine', kubeconfig } : undefined) };
    const { resources, outputs } = await stackOf({}, { parts });
    expect(resources.filter((one) => /^(ManagedKubernetes|SecurityGroup) /.test(one))).toEqual([]);
    expect(resources).toContain('Deployment east/shop/Deployment/cart-v1');
    expect(outputs).toMatchObject({ clusterIds: { east: 'c-mine' }, kubeconfigs: { east: kubeconfig } });
  });

  test('an Istio: no ASM instance is made, and its configuration goes to the first cluster', async () => {
    const { resources, outputs } = await stackOf({ mesh: { kind: 'istio' } });
    expect(resources.filter((one) => one.startsWith('ServiceMesh '))).toEqual([]);
    expect(resources).toContain('VirtualService east/shop/VirtualService/vs-cart-traffic');
    expect(outputs).not.toHaveProperty('serviceMeshId');
    expect(outputs['next']).toContain(
      'kubectl --kubeconfig .kubeconfigs/test/east.yaml get gateways.networking.istio.io,virtualservices -A',
    );
  });

  test('an Istio that the program installs is there before the charts', async () => {
    let asked: unknown;
    const mesh: Parts['mesh'] = ({ clusters, network }) => {
      asked = [Object.keys(clusters), network === undefined];
      return { ready: [new pulumi.ComponentResource('test:Istio', 'istio')] };
    };
    await stackOf({ mesh: { kind: 'istio' } }, { parts: { mesh } });
    expect(asked).toEqual([['east'], false]);
  });
});
