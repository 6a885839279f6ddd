import { beforeAll, describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { LateValues } from '../../../constructs/late-value.js';
import { ChartDeployment, type DeployableObject, declaredDependencies } from '../../../infra/bridge/index.js';
import type { Manifest, Target } from '../../../mesh/index.js';

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What the engine was asked to create, in the order of the requests; each creation takes a moment. */
const created: Registered[] = [];
/** Resource options as they were registered, by resource name. */
const options = new Map<string, pulumi.CustomResourceOptions>();

const local: Target = { name: 'local', role: 'all' };

class TestProvider extends pulumi.ProviderResource {
  constructor(name: string) {
    super('kubernetes', name, {});
  }
}

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs }) => {
        created.push({ type, name, inputs });
        await new Promise((resolve) => setTimeout(resolve, name.includes('slow') ? 40 : 2));
        return { id: `${name}-id`, state: inputs };
      },
      call: ({ inputs }) => inputs,
    },
    'blueprints',
    'test',
  );
});

/** Deploys what `build` declares, and waits until everything is registered. */
async function deploy(
  build: (chart: Chart) => void,
  settings: { late?: LateValues; target?: Target; chart?: string; merge?: (chart: Chart) => void } = {},
): Promise<Registered[]> {
  const late = settings.late ?? new LateValues();
  const app = new App({ resolvers: [late] });
  const chart = new Chart(app, settings.chart ?? 'shop', { disableResourceNameHashes: true });
  build(chart);
  if (settings.merge !== undefined) settings.merge(new Chart(app, 'second', { disableResourceNameHashes: true }));
  const target = settings.target ?? local;
  const objects = app.node
    .findAll()
    .filter((found): found is ApiObject => ApiObject.isApiObject(found))
    .map(
      (object): DeployableObject => ({
        manifest: object.toJson() as Manifest,
        target,
        path: object.node.path,
        after: declaredDependencies(object),
      }),
    );
  const before = created.length;
  const deployment = new ChartDeployment(
    'charts',
    { objects, targets: { local: { provider: new TestProvider('local') } }, lateValues: late },
    {
      transformations: [
        ({ name, opts }) => {
          options.set(name, opts);
          return undefined;
        },
      ],
    },
  );
  await Promise.all([...deployment.resources.values()].map((resource) => settled(resource.urn)));
  return created.slice(before).filter(({ type }) => /^kubernetes:/.test(type));
}

function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Whether an input arrived as a secret; a secret arrives with a signature beside its value. */
function secretValue(value: unknown): unknown {
  const found = value as { readonly value?: unknown; readonly '4dabf18193072939515e22adb298388d'?: string };
  return found?.['4dabf18193072939515e22adb298388d'] === '1b47061264138c4ac30d75fd1eb44270' ? found.value : undefined;
}

const object = (chart: Chart, id: string, kind: string, apiVersion: string, fields: Record<string, unknown> = {}) =>
  new ApiObject(chart, id, { apiVersion, kind, metadata: { name: id, namespace: 'shop' }, ...fields });

const configMap = (chart: Chart, id: string, fields: Record<string, unknown>) =>
  object(chart, id, 'ConfigMap', 'v1', fields);

describe('one resource for each object', () => {
  test('has the provider’s type token, a name from what it is, and the manifest as inputs', async () => {
    const made = await deploy((chart) => {
      object(chart, 'hello', 'Deployment', 'apps/v1', { spec: { replicas: 2 } });
      object(chart, 'hello-route', 'VirtualService', 'networking.istio.io/v1', { spec: { hosts: ['hello'] } });
      new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    });
    expect(made.map(({ type, name }) => [type, name])).toEqual([
      ['kubernetes:core/v1:Namespace', 'local/Namespace/shop'],
      ['kubernetes:apps/v1:Deployment', 'local/shop/Deployment/hello'],
      ['kubernetes:networking.istio.io/v1:VirtualService', 'local/shop/VirtualService/hello-route'],
    ]);
    expect(made[1]?.inputs).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'hello', namespace: 'shop' },
      spec: { replicas: 2 },
    });
  });

  test('a renamed parent changes neither name nor type', async () => {
    const build = (chart: Chart) => {
      object(chart, 'hello', 'Deployment', 'apps/v1');
    };
    const [before] = await deploy(build, { chart: 'old-name' });
    const [after] = await deploy(build, { chart: 'new-name' });
    expect([after?.type, after?.name]).toEqual([before?.type, before?.name]);
  });

  test('a renamed or a moved scope inside the chart changes neither name nor type', async () => {
    const under = (chart: Chart, ...scopes: string[]) => {
      const scope = scopes.reduce<Construct>((parent, id) => new Construct(parent, id), chart);
      new ApiObject(scope, 'hello', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'hello' } });
    };
    const made = [];
    for (const scopes of [[], ['old'], ['new'], ['deep', 'er']]) {
      made.push(...(await deploy((chart) => under(chart, ...scopes))));
    }
    expect(new Set(made.map(({ type, name }) => `${type} ${name}`))).toEqual(
      new Set(['kubernetes:apps/v1:Deployment local/Deployment/hello']),
    );
  });

  test('another version of an API group is an alias, so that moving to it replaces nothing', async () => {
    await deploy((chart) => {
      object(chart, 'aliased', 'VirtualService', 'networking.istio.io/v1');
      object(chart, 'core', 'Service', 'v1');
    });
    expect(options.get('local/shop/VirtualService/aliased')?.aliases).toEqual([
      { type: 'kubernetes:networking.istio.io/v1beta1:VirtualService' },
      { type: 'kubernetes:networking.istio.io/v1alpha3:VirtualService' },
    ]);
    expect(options.get('local/shop/Service/core')?.aliases).toEqual([]);
  });

  test('the same object of two charts is deployed once', async () => {
    const namespace = (chart: Chart) => {
      new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shared' } });
    };
    const made = await deploy(namespace, { merge: namespace });
    expect(made.map(({ name }) => name)).toEqual(['local/Namespace/shared']);
  });

  test('the same object with other content is refused, and both places are named', async () => {
    const namespace = (labels: Record<string, string>) => (chart: Chart) => {
      new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shared', labels } });
    };
    await expect(deploy(namespace({ a: '1' }), { merge: namespace({ a: '2' }) })).rejects.toThrow(
      /second\/ns: Namespace shared on local is also declared, with other content, by shop\/ns/,
    );
  });

  test('a target that nobody says how to reach is refused', async () => {
    const build = (chart: Chart) => {
      configMap(chart, 'settings', {});
    };
    await expect(deploy(build, { target: { name: 'asm', role: 'mesh' } })).rejects.toThrow(
      /shop\/settings: nothing says how to reach the API server asm; give it in targets; there are: local \[NO_SUCH_TARGET\]/,
    );
  });

  test('a Service without pods in its cluster is not waited for', async () => {
    const made = await deploy((chart) => {
      object(chart, 'reviews', 'Service', 'v1', { spec: { selector: { app: 'reviews' } } });
      object(chart, 'hello', 'Service', 'v1', { spec: { selector: { app: 'hello' } } });
      object(chart, 'hello-v1', 'Deployment', 'apps/v1', {
        spec: { template: { metadata: { labels: { app: 'hello', version: 'v1' } } } },
      });
    });
    const annotations = (name: string) => {
      const found = made.find((resource) => resource.name === `local/shop/Service/${name}`);
      return (found?.inputs as Manifest | undefined)?.metadata.annotations;
    };
    expect(annotations('reviews')).toEqual({ 'pulumi.com/skipAwait': 'true' });
    expect(annotations('hello')).toBeUndefined();
  });
});

describe('order', () => {
  test('creates namespace, policy, workload, gateway, DestinationRule, route; each waits for all before it', async () => {
    const made = await deploy((chart) => {
      object(chart, 'route', 'VirtualService', 'networking.istio.io/v1');
      object(chart, 'rule-slow', 'DestinationRule', 'networking.istio.io/v1');
      object(chart, 'gateway-slow', 'Gateway', 'networking.istio.io/v1');
      object(chart, 'service', 'Service', 'v1');
      object(chart, 'workload-slow', 'Deployment', 'apps/v1');
      object(chart, 'policy', 'AuthorizationPolicy', 'security.istio.io/v1');
      object(chart, 'account', 'ServiceAccount', 'v1');
      new ApiObject(chart, 'ns-slow', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    });
    expect(made.map(({ name }) => name.split('/').at(-2))).toEqual([
      'Namespace',
      'ServiceAccount',
      'AuthorizationPolicy',
      'Service',
      'Deployment',
      'Gateway',
      'DestinationRule',
      'VirtualService',
    ]);
    const waits = (options.get('local/shop/Gateway/gateway-slow')?.dependsOn ?? []) as pulumi.Resource[];
    const urns = await Promise.all(waits.map(({ urn }) => settled(urn)));
    // For the Namespace it waits through the workloads.
    expect(urns.map((urn) => urn.split('::').at(-1)).sort()).toEqual([
      'local/shop/Deployment/workload-slow',
      'local/shop/Service/service',
    ]);
  });

  test('a dependency that the program declares is kept', async () => {
    const made = await deploy((chart) => {
      const first = object(chart, 'a', 'Deployment', 'apps/v1');
      const second = object(chart, 'b-slow', 'Deployment', 'apps/v1');
      first.addDependency(second);
    });
    expect(made.map(({ name }) => name)).toEqual(['local/shop/Deployment/b-slow', 'local/shop/Deployment/a']);
  });

  test('a declared dependency against the order is refused', async () => {
    const build = (chart: Chart) => {
      const workload = object(chart, 'workload', 'Deployment', 'apps/v1');
      workload.addDependency(object(chart, 'route', 'VirtualService', 'networking.istio.io/v1'));
    };
    await expect(deploy(build)).rejects.toThrow(/shop\/workload: .*ORDER_CYCLE/);
  });
});

describe('late values', () => {
  test('fill labels, numbers, lists, objects, map values and list items', async () => {
    const hosts = pulumi.output(['a', 'b']);
    const made = await deploy((chart) => {
      new ApiObject(chart, 'web', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'web',
          namespace: 'shop',
          labels: { zone: pulumi.output('cn-hangzhou-h') as unknown as string },
        },
        spec: {
          replicas: pulumi.output(3),
          hosts,
          again: [hosts],
          template: pulumi.output({ metadata: { labels: { app: 'web' } } }),
          args: ['--id', pulumi.output('c1'), pulumi.interpolate`--cluster=${pulumi.output('c1')}`],
        },
      });
    });
    expect(made[0]?.inputs).toMatchObject({
      metadata: { labels: { zone: 'cn-hangzhou-h' } },
      spec: {
        replicas: 3,
        hosts: ['a', 'b'],
        again: [['a', 'b']],
        template: { metadata: { labels: { app: 'web' } } },
        args: ['--id', 'c1', '--cluster=c1'],
      },
    });
  });

  test('a secret stays secret, and nothing else becomes one', async () => {
    const made = await deploy((chart) => {
      configMap(chart, 'settings', { data: { token: pulumi.secret('s3cret'), level: 'info' } });
    });
    // The mocks report a secret at the property that holds it.
    expect(secretValue(made[0]?.inputs['data'])).toEqual({ token: 's3cret', level: 'info' });
    expect(secretValue(made[0]?.inputs['metadata'])).toBeUndefined();
    expect(made[0]?.inputs['metadata']).toEqual({ name: 'settings', namespace: 'shop' });
  });

  test('a secret in the middle of a string makes the whole string secret', async () => {
    const password = pulumi.secret('s3cret');
    const made = await deploy((chart) => {
      configMap(chart, 'settings', { data: { url: pulumi.interpolate`https://me:${password}@host/` } });
      object(chart, 'web', 'Deployment', 'apps/v1', {
        metadata: { name: 'web', namespace: 'shop', annotations: { note: pulumi.interpolate`it is ${password}` } },
        spec: { replicas: 1 },
      });
    });
    expect(secretValue(made[0]?.inputs['data'])).toEqual({ url: 'https://me:s3cret@host/' });
    expect(secretValue(made[1]?.inputs['metadata'])).toMatchObject({ annotations: { note: 'it is s3cret' } });
    expect(made[1]?.inputs['spec']).toEqual({ replicas: 1 });
  });

  test('the content of a Secret is secret even where it came as plain text', async () => {
    const made = await deploy((chart) => {
      object(chart, 'credentials', 'Secret', 'v1', { stringData: { password: 'plain' } });
    });
    expect(secretValue(made[0]?.inputs['stringData'])).toEqual({ password: 'plain' });
    expect(options.get('local/shop/Secret/credentials')).toMatchObject({
      additionalSecretOutputs: ['data', 'stringData'],
    });
  });

  test('in the middle of a string they are an error that names the construct and the field', async () => {
    const output = pulumi.output('cn-hangzhou');
    const build = (chart: Chart) => {
      configMap(chart, 'settings', {
        data: { region: `region=${output}`, all: JSON.stringify({ output }), nested: [{ deep: `${output}` }] },
      });
    };
    await expect(deploy(build)).rejects.toThrow(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text shows a template to write.
      'shop/settings data.region: a Pulumi Output was put into a text, which turned it into a warning of Pulumi; write pulumi.interpolate`…${output}…`',
    );
    await expect(deploy(build)).rejects.toThrow(/data\.all: .*\n.*data\.nested\[0\]\.deep: /);
  });

  test('in the name of an object they are refused', async () => {
    const build = (chart: Chart) => {
      new ApiObject(chart, 'late', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: pulumi.output('late') as unknown as string },
      });
    };
    await expect(deploy(build)).rejects.toThrow(/shop\/late metadata\.name: .*OUTPUT_IN_IDENTITY/);
  });

  test('a token of another app is refused', async () => {
    const token = new LateValues().tokenOf(pulumi.output(1) as unknown as { __pulumiOutput: true });
    await expect(
      deploy((chart) => {
        configMap(chart, 'settings', { data: { token } });
      }),
    ).rejects.toThrow(/no late value of this app/);
  });
});
