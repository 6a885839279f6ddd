import { describe, expect, test } from '@jest/globals';
import { resourceName, typeToken } from '../../infra/index.js';
import type { Resource } from '../../mesh/index.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { type Environment, parseEnvironment } from '../../stacks/environment/index.js';
import { checkEnvironment } from '../../stacks/environment-check.js';
import { isInstalledByHelm } from '../../stacks/installed-gateway.js';
import { trafficPreview } from '../../stacks/traffic-preview.js';

const ownership = { owner: 'you@example.com', costCenter: 'none', dataClassification: 'public' };

function local(stage: string): Environment {
  const scenarios = { ingress: {}, hello: { stage, host: 'hello.example.com' } };
  return parseEnvironment('local', { kind: 'local', ownership, scenarios }, 'Pulumi.local.yaml', ownBlueprint);
}

const cluster = (serviceCidr: string) => ({
  type: 'managed',
  specification: 'ack.standard',
  serviceCidr,
  nodePools: { workers: { instanceTypes: ['ecs.g7.large'], desired: 2, min: 1, max: 4 } },
});

function cloud(stage: string, outboundTrafficPolicy = 'ALLOW_ANY'): Environment {
  const settings = {
    kind: 'cloud',
    region: 'cn-hangzhou',
    ownership,
    network: {
      cidr: '10.0.0.0/8',
      zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.0/20', podCidr: '10.1.0.0/16' }],
    },
    clusters: { main: cluster('172.21.0.0/20'), other: cluster('172.22.0.0/20') },
    mesh: { istioVersion: '1.25', edition: 'Default', outboundTrafficPolicy },
    scenarios: { ingress: { cluster: 'main' }, hello: { stage, host: 'hello.example.com' } },
  };
  return parseEnvironment('dev', settings, 'Pulumi.dev.yaml', ownBlueprint);
}

const ROOT = 'urn:pulumi:local::asm-blueprints';
const CHARTS = `${ROOT}::asm:charts:ChartDeployment::charts`;

/** An object in the state of the engine, as the bridge registers it. */
function stateOf({ manifest, target }: Resource): Record<string, unknown> {
  const type = typeToken(manifest.apiVersion, manifest.kind);
  const urn = `${ROOT}::asm:charts:ChartDeployment$${type}::${resourceName(target.name, manifest)}`;
  return { urn, type, custom: true, parent: CHARTS, inputs: manifest, outputs: {} };
}

/** The exported state after an up of an environment. */
function exported(environment: Environment, ...others: Record<string, unknown>[]): string {
  const sent = checkEnvironment(environment).resources.filter(
    (resource) => environment.name !== 'local' || !isInstalledByHelm(resource),
  );
  const component = { urn: CHARTS, type: 'asm:charts:ChartDeployment', custom: false };
  return JSON.stringify({ version: 3, deployment: { resources: [component, ...sent.map(stateOf), ...others] } });
}

const preview = (environment: Environment, state: string | (() => Promise<string>)) =>
  trafficPreview(
    environment,
    checkEnvironment(environment).resources,
    typeof state === 'string' ? async () => state : state,
  );

const sampled = 'Traffic: none of the 7 sampled requests changes its answer; requests that were not sampled may.';

describe('the preview of an up', () => {
  test('names the requests that change their answer', async () => {
    expect(await preview(local('50-50'), exported(local('90-10')))).toBe(
      [
        'Traffic: 2 requests change their answer: 2 answered by others',
        '  asm-demo/curl → http://hello.asm-demo/: hello-v1 90 %, hello-v2 10 % → hello-v1 50 %, hello-v2 50 %',
        '  internet → http://hello.example.com/: hello-v1 90 %, hello-v2 10 % → hello-v1 50 %, hello-v2 50 %',
      ].join('\n'),
    );
    expect(await preview(local('strict'), exported(local('permissive')))).toBe(
      [
        'Traffic: 2 requests change their answer: 2 no longer allowed',
        '  any pod without a proxy → http://hello.asm-demo/: allowed → denied by asm-demo/default',
        '  asm-demo/curl → http://hello.asm-demo/ (host: unknown.example): allowed → denied by asm-demo/default',
      ].join('\n'),
    );
  });

  test('says that nothing changes after an up', async () => {
    expect(await preview(local('90-10'), exported(local('90-10')))).toBe('Traffic: no request changes its answer.');
  });

  test.each([
    ['an empty stack', '{"version":3,"deployment":{"manifest":{}}}'],
    ['a stack that was never updated', '{"version":3,"deployment":null}'],
    ['a stack with other resources', JSON.stringify({ deployment: { resources: [{ urn: ROOT, type: 'a:b:C' }] } })],
  ])('of %s says that all is new', async (_, state) => {
    expect(await preview(local('90-10'), state)).toBe('Traffic: nothing is deployed yet, so every answer is new.');
  });

  test.each([
    ['half a state', '{"deployment": {"resour', 'JSON'],
    ['another shape', '{"deployment":{"resources":{"a":1}}}', 'not a function'],
  ])('takes %s for unknown, in a line', async (_, state, reason) => {
    const text = await preview(local('90-10'), state);
    expect(text).toMatch(/^Traffic: what is deployed now cannot be read from the state of the stack \(.*\), so .*\.$/);
    expect(text).toContain(reason);
  });

  test('goes on without an engine', async () => {
    const text = await preview(local('90-10'), () => Promise.reject(new Error('spawn pulumi ENOENT\nmore')));
    expect(text).toContain('(spawn pulumi ENOENT)');
    expect(text).not.toContain('\n');
  });

  test('leaves out what is about to be deleted, and what is encrypted', async () => {
    const environment = local('90-10');
    const [first] = checkEnvironment(environment).resources.filter(
      ({ manifest }) => manifest.kind === 'VirtualService',
    );
    const spec = { hosts: ['hello'], http: [{ fault: { abort: { httpStatus: 500, percentage: { value: 100 } } } }] };
    const old = { ...stateOf({ ...first, manifest: { ...first?.manifest, spec } } as Resource), delete: true };
    const manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'asm-demo' } };
    const sealed = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'v1:x:y' };
    const secret = stateOf({
      manifest: { ...manifest, data: sealed },
      target: { name: 'local', role: 'all' },
      path: '',
    });
    expect(await preview(environment, exported(environment, old, secret))).toBe(sampled);
  });

  test('knows a cluster by its id, and the settings of the ASM instance', async () => {
    const before = cloud('90-10');
    const deployed = exported(
      before,
      { urn: `${ROOT}::pulumi:pulumi:Stack::x`, type: 'pulumi:pulumi:Stack', outputs: { clusterIds: { main: 'c1' } } },
      {
        urn: `${ROOT}::mesh`,
        type: 'alicloud:servicemesh/serviceMesh:ServiceMesh',
        custom: true,
        inputs: { meshConfig: { outboundTrafficPolicy: 'ALLOW_ANY' } },
      },
    ).replaceAll('<id of main>', 'c1');
    expect(/"clusterIds":\["c1"\]/.test(deployed)).toBe(true);
    expect(await preview(before, deployed)).toBe(sampled);
    expect(await preview(cloud('90-10', 'REGISTRY_ONLY'), deployed)).toBe(
      [
        'Traffic: 2 requests change their answer: 2 no longer allowed',
        '  asm-demo/curl → http://unknown.example/: unknown.example 100 % → not visible',
        '  asm-demo/curl → http://hello.asm-demo/ (host: unknown.example): hello-v1 50 %, hello-v2 50 % → not visible',
      ].join('\n'),
    );
    expect(await preview(cloud('50-50'), deployed)).toContain(
      'internet → http://hello.example.com/: hello-v1 in main 45 %, hello-v1 in other 45 %, hello-v2 in main 5 %',
    );
  });
});
