import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { isLocal, type LocalEnvironment, parseEnvironment } from '../../stacks/environment/index.js';
import { checkEnvironment } from '../../stacks/environment-check.js';
import { localStack, machineNeeds } from '../../stacks/local.js';
import { sourceNeeds } from '../../stacks/local-sources.js';

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

// The providers' code is serialized, which takes long on a busy machine.
jest.setTimeout(180_000);

const created: Registered[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        created.push({ type, name, inputs });
        return { id: name, state: { ...inputs, kubeconfig: KUBECONFIG, uid: `uid of ${name}`, address: '172.18.0.2' } };
      },
      call: ({ inputs }) => inputs,
    },
    'asm-blueprints',
    'local',
  );
});

const KUBECONFIG = JSON.stringify({ clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }] });

function environment(settings: Readonly<Record<string, unknown>>, secrets = new Set<string>()): LocalEnvironment {
  const ownership = { owner: 'you@example.com', costCenter: 'none', dataClassification: 'public' };
  const raw = { kind: 'local', ownership, ...settings };
  const parsed = parseEnvironment('local', raw, 'Pulumi.local.yaml', ownBlueprint, { secrets });
  if (!isLocal(parsed)) throw new Error('not local');
  return parsed;
}

/** Declares the stack, and waits until everything is registered. */
async function declare(settings: Readonly<Record<string, unknown>>, secrets = new Set<string>()) {
  created.length = 0;
  const outputs = localStack(environment(settings, secrets));
  await pulumi.runtime.disconnect();
  return { outputs, resources: [...created], names: created.map(({ name }) => name) };
}

describe('the local stack', () => {
  test('makes the cluster, then Istio, then the charts', async () => {
    const { outputs, resources, names } = await declare({
      scenarios: { hello: { host: 'hello.example.com' } },
      local: { ports: { http: 9080 }, istio: { hub: 'registry.example', tag: 'one', version: '1.30.1' } },
    });
    const order = (name: string) => names.indexOf(name);
    expect(order('local')).toBeLessThan(order('local/istio-base'));
    expect(order('local/istio-base')).toBeLessThan(order('local/istiod'));
    expect(order('local/istiod')).toBeLessThan(order('local/istio-ingressgateway'));
    expect(order('local/istio-ingressgateway')).toBeLessThan(order('local/Namespace/asm-demo'));
    expect(order('local/asm-demo/Deployment/hello-v1')).toBeLessThan(order('local/asm-demo/VirtualService/hello'));
    expect(outputs['gateway']).toBe('http://127.0.0.1:9080');
    expect(outputs['next']).toEqual([
      "curl -H 'Host: hello.example.com' http://127.0.0.1:9080/",
      'npm run smoke -- --stack local',
      'kind export kubeconfig --name asm-local',
    ]);
    expect(resources.find(({ type }) => type === 'pulumi:providers:kubernetes')?.inputs).toMatchObject({
      clusterIdentifier: 'uid of local',
      upsertExistingObjects: 'true',
      enablePatchForce: 'true',
      deleteUnreachable: 'true',
    });
    const istiod = resources.find(({ name }) => name === 'local/istiod');
    expect(istiod?.inputs).toMatchObject({
      chart: 'istiod',
      version: '1.30.1',
      repositoryOpts: { repo: 'https://istio-release.storage.googleapis.com/charts' },
      values: { global: { hub: 'registry.example', tag: 'one' } },
    });
  });

  test('takes hello, podinfo and bookinfo together, behind hosts of their own', () => {
    const hosts = { podinfo: { host: 'podinfo.example.com' }, bookinfo: { host: 'bookinfo.example.com' } };
    const scenarios = {
      ingress: {},
      hello: { host: 'hello.example.com' },
      podinfo: { namespace: 'podinfo', ...hosts.podinfo },
      bookinfo: { namespace: 'bookinfo', ...hosts.bookinfo },
    };
    expect(checkEnvironment(environment({ scenarios })).problems).toEqual([]);
    const { podinfo, bookinfo, ...others } = scenarios;
    const clash = {
      ...others,
      podinfo: { ...podinfo, host: undefined },
      bookinfo: { ...bookinfo, host: undefined },
    };
    expect(checkEnvironment(environment({ scenarios: clash })).problems.map(({ code }) => code)).toContain('IST0145');
  });

  test('deploys podinfo and bookinfo to the one cluster, without a twin of the gateway', async () => {
    const { names } = await declare({
      scenarios: { ingress: {}, podinfo: { namespace: 'podinfo' }, bookinfo: { namespace: 'bookinfo' } },
    });
    expect(names).toContain('local/podinfo/VirtualService/podinfo');
    expect(names).toContain('local/bookinfo/Deployment/reviews-v3');
    expect(names).toContain('local/bookinfo/Deployment/reviews-v1');
    expect(names.filter((name) => name.startsWith('local/istio-system/'))).toEqual([]);
  });

  test('keeps secret values of Helm and kubeadm as secrets of the state', async () => {
    const local = {
      kind: { kubeadmConfigPatches: ['token: PlantedSecret'] },
      istio: { istiodValues: { token: 'PlantedSecret' }, gatewayValues: { token: 'PlantedSecret' } },
    };
    const { resources } = await declare({ local }, new Set(['local']));
    const holding = resources.filter(({ inputs }) => JSON.stringify(inputs).includes('PlantedSecret'));
    expect(holding.map(({ name }) => name)).toEqual(['local', 'local/istiod', 'local/istio-ingressgateway']);
    const isSecret = (value: unknown): boolean =>
      (value as Record<string, unknown> | undefined)?.['4dabf18193072939515e22adb298388d'] ===
      '1b47061264138c4ac30d75fd1eb44270';
    for (const { name, inputs } of holding) {
      const plain = Object.entries(inputs).filter(([, value]) => !isSecret(value));
      expect([name, JSON.stringify(plain).includes('PlantedSecret')]).toEqual([name, false]);
    }
  });

  test('two clusters are one mesh, with the control plane in the first', async () => {
    const { names, resources } = await declare({
      scenarios: { bookinfo: { namespace: 'bookinfo' } },
      local: { clusters: ['m1c1', 'm1c2'] },
    });
    const order = (name: string) => names.indexOf(name);
    expect(order('m1c1/Service/istiod-for-remotes')).toBeLessThan(order('m1c2/istiod'));
    // istiod looks once whether it is in charge of a cluster, when it gets to know it.
    expect(order('m1c2/istiod')).toBeLessThan(order('m1c1/Secret/istio-remote-secret-m1c2'));
    expect(order('link')).toBeLessThan(order('m1c2/istiod'));
    expect(order('m1c2/injection')).toBeLessThan(order('m1c2/Namespace/bookinfo'));
    expect(names).toContain('m1c1/istio-ingressgateway');
    expect(names).not.toContain('m1c2/istio-ingressgateway');
    expect(resources.find(({ name }) => name === 'm1c2/istiod')?.inputs).toMatchObject({
      values: {
        profile: 'remote',
        global: { remotePilotAddress: '10.96.0.200', multiCluster: { clusterName: 'm1c2' } },
      },
    });
    expect(names).toContain('m1c1/bookinfo/Deployment/reviews-v3');
    expect(names).not.toContain('m1c2/bookinfo/Deployment/reviews-v3');
    expect(names).toContain('m1c2/bookinfo/Deployment/productpage-v1');
    expect(names).toContain('m1c1/bookinfo/Service/ratings');
    const secret = resources.find(({ name }) => name === 'm1c1/Secret/istio-remote-secret-m1c2')?.inputs['stringData'];
    expect(secret).toMatchObject({ '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' });
  });

  test('says how to reach every host behind the gateway', async () => {
    const scenarios = {
      ingress: {},
      podinfo: { namespace: 'podinfo', stage: 'fixed', host: 'podinfo.example.com' },
      bookinfo: { namespace: 'bookinfo' },
    };
    const { outputs } = await declare({ scenarios });
    expect((outputs['next'] as string[]).filter((line) => line.startsWith('curl')).sort()).toEqual([
      'curl --insecure --resolve podinfo.example.com:8443:127.0.0.1 https://podinfo.example.com:8443/',
      'curl http://127.0.0.1:8080/productpage',
    ]);
  });

  test('what the machine needs', () => {
    const needs = machineNeeds(
      environment({ local: { clusters: ['a'], kind: { prefix: 'mesh' }, ports: { http: 80 } } }),
    );
    expect(needs).toEqual({ clusters: ['mesh-a'], ports: { 'local.ports.http': 80, 'local.ports.https': 8443 } });
  });
});

describe('what the stack takes from elsewhere', () => {
  test('the images of its pods, with who runs them, those of Istio, and the repository of the charts', () => {
    const one = environment({
      scenarios: { hello: { image: 'example/hello:1' } },
      local: { istio: { hub: 'example.com/istio', tag: '1.30.0', version: '1.30.0' }, kind: { images: ['own:1'] } },
    });
    expect(sourceNeeds(one, checkEnvironment(one).resources)).toEqual({
      clusters: ['asm-local'],
      loaded: ['own:1'],
      pulled: {
        'example/hello:1': expect.stringMatching(/^hello\//),
        'curlimages/curl:8.5.0': expect.stringMatching(/^hello\/curl/),
        'example.com/istio/pilot:1.30.0': 'Istio',
        'example.com/istio/proxyv2:1.30.0': 'Istio',
      },
      repository: { url: expect.stringMatching(/^https:/), version: '1.30.0' },
    });
  });

  test('no repository where the charts are in a folder', () => {
    const one = environment({ local: { istio: { folder: '/charts' } } });
    expect(sourceNeeds(one, [])).not.toHaveProperty('repository');
  });
});

describe('settings that cannot work are refused', () => {
  test.each([
    [{ ports: { http: 8080, https: 8080 } }, /local\.ports: .*must be two different ports/],
    [{ kind: { prefix: 'a'.repeat(45) } }, /local\.clusters\[0\]: .*must not be longer than 50 characters/],
    [{ clusters: ['a', 'a'] }, /local\.clusters: .*must be names of different clusters/],
    [{ istio: { repository: 'charts' } }, /local\.istio\.repository: /],
    [{ readyMinutes: 0 }, /local\.readyMinutes: /],
  ])('%j', (local, message) => {
    expect(() => environment({ local })).toThrow(message);
  });
});
