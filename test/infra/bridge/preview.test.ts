import { beforeAll, describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { LateValues } from '../../../constructs/late-value.js';
import { ChartDeployment, clusterProvider, type DeployableObject } from '../../../infra/bridge/index.js';
import type { Manifest } from '../../../mesh/index.js';

interface Registered {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a preview was told of, by name of the resource. */
const previewed = new Map<string, Registered>();
/** What each resource depends on, by name. */
const dependencies = new Map<string, string[]>();

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ name, inputs }) => {
        previewed.set(name, { name, inputs });
        return { id: undefined, state: inputs };
      },
      call: ({ inputs }) => inputs,
    },
    'blueprints',
    'test',
    true,
  );
});

/** An output that only an update can tell, as a kubeconfig before its cluster exists. */
function unknown(): pulumi.Output<string> {
  return pulumi.output(pulumi.unknown) as pulumi.Output<string>;
}

const manifest = (apiVersion: string, kind: string, name: string, fields: object = {}): DeployableObject => ({
  manifest: { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...fields } as Manifest,
  target: { name: 'new', role: 'all' },
  path: `shop/${kind}/${name}`,
  chart: 'shop',
});

async function preview(late: LateValues, ...objects: DeployableObject[]): Promise<void> {
  const cluster = new pulumi.ComponentResource('asm:test:Cluster', 'cluster');
  const provider = clusterProvider('new', { kubeconfig: unknown(), clusterId: unknown() });
  const deployment = new ChartDeployment(
    'charts',
    {
      objects,
      targets: { new: { provider, kubeconfig: unknown(), cluster: { resource: cluster, uid: unknown() } } },
      lateValues: late,
    },
    {
      transformations: [
        ({ name, opts }) => {
          const waits = [opts.dependsOn ?? []].flat() as pulumi.Resource[];
          dependencies.set(
            name,
            waits.map((resource) => (resource as unknown as Record<string, string>)['__name'] ?? ''),
          );
          return undefined;
        },
      ],
    },
  );
  await Promise.all([...deployment.resources.values()].map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
}

describe('a preview before the cluster exists', () => {
  test('shows every object, with what is known of it', async () => {
    const late = new LateValues();
    const token = late.tokenOf(unknown() as never);
    await preview(
      late,
      manifest('v1', 'ConfigMap', 'settings', { data: { region: 'cn-hangzhou', address: token } }),
      manifest('apps/v1', 'Deployment', 'hello', { spec: { replicas: 2 } }),
    );
    expect(previewed.get('new/shop/Deployment/hello')?.inputs).toMatchObject({ spec: { replicas: 2 } });
    expect(previewed.get('new/shop/ConfigMap/settings')?.inputs).toMatchObject({
      metadata: { name: 'settings', namespace: 'shop' },
    });
  });

  test('has the subsets of a DestinationRule held before it, and let go before the workloads', async () => {
    await preview(
      new LateValues(),
      manifest('apps/v1', 'Deployment', 'hello-v1'),
      manifest('networking.istio.io/v1', 'DestinationRule', 'hello', { spec: { host: 'hello' } }),
      manifest('networking.istio.io/v1', 'VirtualService', 'hello', { spec: { hosts: ['hello'] } }),
    );
    expect(dependencies.get('new/shop/VirtualService/hello')).toEqual(['new/shop/DestinationRule/hello']);
    expect(dependencies.get('new/shop/DestinationRule/hello')).toContain('new/shop/subset-release');
    expect(dependencies.get('new/shop/subset-release')).toEqual(
      expect.arrayContaining(['new/shop/subset-hold', 'new/shop/Deployment/hello-v1']),
    );
    expect(dependencies.get('new/shop/subset-hold')).toEqual(['new/shop/Deployment/hello-v1']);
  });
});
