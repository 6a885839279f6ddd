import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import { referenceOf, type Scenario, type ScenarioName, scenarios } from '../../charts/index.js';
import { Placement, STABLE_API_VERSIONS, synthesize } from '../../constructs/index.js';
import type { Manifest } from '../../mesh/manifest/resource.js';

/** A manifest whose fields a test reads freely. */
// biome-ignore lint/suspicious/noExplicitAny: assertions read any field of any kind.
type Read = Manifest & { readonly spec: any };

interface Stage {
  /** `Kind name` by target. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  only(kind: string, name?: string): Read;
  find(kind: string): Read[];
}

function stage(name: ScenarioName, stageName: string, settings: object = {}, placement?: Placement): Stage {
  const scenario: Scenario = scenarios[name];
  const mesh = {
    placement: placement ?? referenceOf(scenario).placement,
    apiVersions: STABLE_API_VERSIONS,
    ownership: { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' },
  };
  const app = new App();
  scenario.chart(app, mesh, stageName, { ...referenceOf(scenario).settings, ...settings });
  const { objects, problems } = synthesize(app);
  expect(problems).toEqual([]);
  const places: Record<string, string[]> = {};
  for (const { manifest, targets } of objects) {
    for (const target of targets) {
      places[target.name] = [...(places[target.name] ?? []), `${manifest.kind} ${manifest.metadata.name}`];
    }
  }
  const find = (kind: string, object?: string) =>
    objects
      .map(({ manifest }) => manifest as Read)
      .filter((one) => one.kind === kind && (object === undefined || one.metadata.name === object));
  return {
    places,
    find,
    only(kind, object) {
      const found = find(kind, object);
      expect(found).toHaveLength(1);
      return found[0] as Read;
    },
  };
}

/** Shares of the versions in the last rule of the only VirtualService. */
function shares({ only }: Stage, name: string): Record<string, number> {
  const { route } = only('VirtualService', name).spec.http.at(-1);
  return Object.fromEntries(route.map((one: Read['spec']) => [one.destination.subset, one.weight]));
}

test.each(Object.values(scenarios))('every stage of $name has an owner on every object', (one) => {
  for (const { name } of one.stages) {
    for (const manifest of ['Namespace', 'Deployment', 'Service', 'VirtualService', 'IstioGateway'].flatMap((kind) =>
      stage(one.name as ScenarioName, name).find(kind),
    )) {
      expect(manifest.metadata.annotations).toMatchObject({ owner: 'a@example.com', 'cost-center': 'c' });
    }
  }
});

describe('hello', () => {
  test('is two versions of http-echo and a client in a namespace with injection', () => {
    const { places, only } = stage('hello', '90-10');
    expect(places).toEqual({
      cluster: [
        'Namespace asm-demo',
        'ServiceAccount curl',
        'ServiceAccount hello',
        'Service hello',
        'Deployment hello-v1',
        'Deployment hello-v2',
        'Pod curl',
        'DestinationRule hello',
        'VirtualService hello',
      ],
    });
    expect(only('Namespace').metadata.labels).toEqual({ 'istio-injection': 'enabled' });
    const { containers } = only('Deployment', 'hello-v2').spec.template.spec;
    expect(containers[0]).toMatchObject({ image: 'hashicorp/http-echo:1.0', args: ['-text=hello from v2'] });
    expect(only('Service').spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 5678, protocol: 'TCP' }]);
    expect(only('Pod').spec.containers[0]).toMatchObject({
      image: 'curlimages/curl:8.5.0',
      command: ['sleep', '3650d'],
    });
  });

  test.each([
    ['90-10', { v1: 90, v2: 10 }, undefined],
    ['50-50', { v1: 50, v2: 50 }, undefined],
    ['0-100', { v1: 0, v2: 100 }, undefined],
    ['permissive', { v1: 0, v2: 100 }, 'PERMISSIVE'],
    ['strict', { v1: 0, v2: 100 }, 'STRICT'],
  ])('in stage %s sends %j, mTLS %s', (name, weights, mode) => {
    const hello = stage('hello', name);
    expect(shares(hello, 'hello')).toEqual(weights);
    expect(hello.find('PeerAuthentication').map(({ spec }) => spec.mtls.mode)).toEqual(
      mode === undefined ? [] : [mode],
    );
  });

  test('takes weights and a host from the environment', () => {
    const hello = stage('hello', '90-10', { weights: { v1: 70, v2: 30 }, host: 'hello.example.com' });
    expect(shares(hello, 'hello')).toEqual({ v1: 70, v2: 30 });
    expect(hello.only('VirtualService').spec).toMatchObject({
      hosts: ['hello', 'hello.example.com'],
      gateways: ['hello-gateway', 'mesh'],
    });
    expect(hello.only('Gateway').spec.selector).toEqual({ istio: 'ingressgateway' });
  });

  test('is a chart of at most 40 lines without imports', () => {
    const source = readFileSync('charts/hello.ts', 'utf8');
    const [, chart = ''] = /^(export class HelloChart .*?^})/ms.exec(source) ?? [];
    expect(chart.split('\n').length).toBeGreaterThan(10);
    expect(chart.split('\n').length).toBeLessThanOrEqual(40);
  });
});

describe('podinfo', () => {
  test('goes to the fleet, which distributes it to its members', () => {
    const { places, only } = stage('podinfo', 'all-blue');
    expect(Object.keys(places).sort()).toEqual(['asm', 'fleet', 'member1', 'member2']);
    expect(places['fleet']).toEqual([
      'Namespace default',
      'Service podinfo',
      'Deployment podinfo-blue',
      'Deployment podinfo-green',
      'Application podinfo',
      'Gateway podinfo-gateway',
      'DestinationRule podinfo',
      'VirtualService podinfo',
    ]);
    const { spec, metadata } = only('Application');
    expect(metadata.annotations).toMatchObject({ 'app.oam.dev/publishVersion': 'version1' });
    expect(spec.components[0].properties.objects).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo-blue' },
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo-green' },
      { apiVersion: 'v1', kind: 'Service', name: 'podinfo' },
    ]);
    expect(spec.policies[0].properties.clusters).toEqual(['<clusterid1>', '<clusterid2>']);
  });

  test('is as in the guide: four pods each, an unnamed port, the old name of outlier detection', () => {
    const { only } = stage('podinfo', 'all-blue');
    expect(only('Deployment', 'podinfo-green').spec).toMatchObject({
      replicas: 4,
      minReadySeconds: 5,
      strategy: { rollingUpdate: { maxUnavailable: 1 } },
    });
    expect(only('Service').spec.ports[0]).toEqual({ port: 80, targetPort: 8080, protocol: 'TCP' });
    expect(only('DestinationRule').spec.trafficPolicy.outlierDetection).toEqual({
      consecutiveErrors: 7,
      interval: '30s',
      baseEjectionTime: '30s',
    });
    expect(only('VirtualService').spec).toMatchObject({ hosts: ['*'], gateways: ['podinfo-gateway'] });
  });

  test.each([
    ['all-blue', { blue: 100 }],
    ['80-green', { green: 80, blue: 20 }],
    ['fixed', { green: 80, blue: 20 }],
  ])('in stage %s sends %j', (name, weights) => {
    expect(shares(stage('podinfo', name), 'podinfo')).toEqual(weights);
  });

  test('fixed has a named port, TLS, a rate limit and current outlier detection', () => {
    const { only } = stage('podinfo', 'fixed');
    expect(only('Service').spec.ports[0].name).toBe('http');
    expect(only('DestinationRule').spec.trafficPolicy.outlierDetection).toMatchObject({ consecutive5xxErrors: 7 });
    const [redirect, encrypted] = only('Gateway').spec.servers;
    expect(redirect.tls).toEqual({ httpsRedirect: true });
    expect(encrypted.tls).toEqual({ mode: 'SIMPLE', credentialName: 'podinfo-tls' });
    expect(only('ASMLocalRateLimiter').metadata.namespace).toBe('istio-system');
  });

  test('needs no Application without a fleet', () => {
    const { places, find } = stage('podinfo', 'all-blue', {}, Placement.single('kind'));
    expect(Object.keys(places)).toEqual(['kind']);
    expect(find('Application')).toEqual([]);
  });
});

describe('bookinfo', () => {
  test('is spread over two clusters; routes and gateway go to the ASM instance', () => {
    const { places } = stage('bookinfo', 'all-versions');
    expect(places['m1c1']).toEqual([
      'Namespace default',
      'ServiceAccount bookinfo-reviews',
      'Service ratings',
      'Service reviews',
      'Deployment reviews-v3',
    ]);
    expect(places['m1c2']?.filter((one) => one.startsWith('Deployment'))).toEqual([
      'Deployment details-v1',
      'Deployment productpage-v1',
      'Deployment ratings-v1',
      'Deployment reviews-v1',
      'Deployment reviews-v2',
    ]);
    expect(places['asm']).toEqual([
      'Namespace default',
      'IstioGateway ingressgateway',
      'Gateway bookinfo-gateway',
      'DestinationRule reviews',
      'VirtualService bookinfo',
    ]);
  });

  test('opens the pages of productpage and no other path', () => {
    const { spec } = stage('bookinfo', 'all-versions').only('VirtualService', 'bookinfo');
    expect(spec.http).toHaveLength(1);
    expect(spec.http[0].match.map(({ uri }: Read['spec']) => uri)).toEqual([
      { exact: '/productpage' },
      { prefix: '/static' },
      { exact: '/login' },
      { exact: '/logout' },
      { prefix: '/api/v1/products' },
    ]);
  });

  test('sends reviews to v3 where the stage says so', () => {
    expect(shares(stage('bookinfo', 'reviews-v3'), 'reviews')).toEqual({ v3: 100 });
    const fixed = stage('bookinfo', 'fixed');
    expect(shares(fixed, 'reviews')).toEqual({ v3: 100 });
    expect(fixed.only('Gateway').spec.servers[1].tls.credentialName).toBe('bookinfo-tls');
    expect(fixed.find('ASMLocalRateLimiter')).toHaveLength(1);
  });

  test('gives the server of reviews folders to write to', () => {
    const { spec } = stage('bookinfo', 'all-versions').only('Deployment', 'reviews-v3');
    const mounts = spec.template.spec.containers[0].volumeMounts.map(({ name }: Read['spec']) => name);
    expect(spec.template.spec.volumes.map(({ name }: Read['spec']) => name)).toEqual(mounts);
  });

  test('runs in one cluster as a whole', () => {
    const { places } = stage('bookinfo', 'all-versions', {}, Placement.single('kind'));
    expect(places['kind']).toEqual(expect.arrayContaining(['Deployment reviews-v1', 'Deployment reviews-v3']));
  });
});

describe('zero-trust', () => {
  test('goes to the ASM instance as a whole, as in the guide', () => {
    const { places, only } = stage('zero-trust', 'guide');
    expect(places).toEqual({
      asm: expect.arrayContaining([
        'Gateway prod-gateway',
        'Gateway waypoint',
        'HTTPRoute internal-canary-route',
        'ServiceEntry external-svc-se',
        'DestinationRule external-svc-dr',
        'PeerAuthentication default-mtls',
        'AuthorizationPolicy gateway-auth',
        'Telemetry gateway-observability',
      ]),
    });
    expect(only('HTTPRoute').metadata.namespace).toBe('istio-system');
    expect(only('DestinationRule').spec.trafficPolicy.outlierDetection).toEqual({
      consecutive5xxErrors: 1,
      interval: '1s',
      baseEjectionTime: '3m',
    });
    expect(only('PeerAuthentication').spec.mtls.mode).toBe('STRICT');
  });

  test('fixed verifies tokens, terminates TLS and has the route beside its Service', () => {
    const { only, find } = stage('zero-trust', 'fixed');
    expect(only('Gateway', 'prod-gateway').spec.listeners[0]).toMatchObject({ protocol: 'HTTPS', port: 443 });
    expect(only('RequestAuthentication').spec.jwtRules[0].issuer).toBe('https://accounts.google.com');
    expect(only('AuthorizationPolicy', 'gateway-auth').spec.rules[0].from[0].source.requestPrincipals).toEqual([
      'https://accounts.google.com/*',
    ]);
    expect(only('HTTPRoute').metadata.namespace).toBe('default');
    expect(only('HTTPRoute').spec.rules[0].backendRefs.map(({ weight }: Read['spec']) => weight)).toEqual([90, 10]);
    expect(only('ServiceEntry').spec.ports[0]).toMatchObject({ protocol: 'HTTP', targetPort: 443 });
    expect(find('Service').map(({ metadata }) => metadata.name)).toEqual(['reviews', 'reviews-v1', 'reviews-v2']);
  });
});

describe('edge and ingress', () => {
  const ADDRESS = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

  test('edge is a gateway and an application, which the second stage joins', () => {
    const { places, find } = stage('edge', 'deployed');
    expect(places['edge']).toEqual([
      'Namespace edge-demo',
      'ServiceAccount edge-app',
      'Service edge-app',
      'Deployment edge-app-v1',
    ]);
    expect(places['asm']).toEqual(['Namespace edge-demo', 'IstioGateway ingressgateway']);
    expect(find('VirtualService')).toEqual([]);
    const routed = stage('edge', 'routed').only('VirtualService').spec;
    expect(routed).toMatchObject({ hosts: ['edge-app', 'edge.example.com'], gateways: ['edge-gateway', 'mesh'] });
  });

  test.each([
    [{}, { [`${ADDRESS}address-type`]: 'internet' }],
    [{ access: 'private' }, { [`${ADDRESS}address-type`]: 'intranet' }],
    [{ loadBalancerSpec: 'slb.s1.small' }, { [`${ADDRESS}spec`]: 'slb.s1.small' }],
    [{ loadBalancerId: 'lb-1', access: 'private' }, { [`${ADDRESS}id`]: 'lb-1' }],
  ])('gateway with %j has annotations %j', (settings, annotations) => {
    for (const [name, stageName] of [
      ['edge', 'deployed'],
      ['ingress', 'deployed'],
    ] as const) {
      const { spec } = stage(name, stageName, settings).only('IstioGateway');
      expect(spec.serviceAnnotations).toMatchObject(annotations);
      expect(spec.ports.map(({ port, targetPort }: Read['spec']) => [port, targetPort])).toEqual([
        [80, 80],
        [443, 443],
      ]);
    }
  });

  test('gateway takes ports, a cluster and a type of Service', () => {
    const placement = Placement.asm([{ name: 'a', id: 'c1' }, { name: 'b' }]);
    const settings = {
      cluster: 'a',
      serviceType: 'NodePort',
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      gateway: 'other',
    };
    const { spec, metadata } = stage('ingress', 'deployed', settings, placement).only('IstioGateway');
    expect(metadata).toMatchObject({ name: 'other', namespace: 'istio-system' });
    expect(spec).toMatchObject({ clusterIds: ['c1'], serviceType: 'NodePort' });
    expect(spec.ports[0].targetPort).toBe(8080);
    expect(spec.serviceAnnotations).toBeUndefined();
  });
});

test('a stage that does not exist is an error that names those that do', () => {
  expect(() => stage('hello', 'none')).toThrow(
    "unknown stage 'none'; stages are 90-10, 50-50, 0-100, permissive, strict",
  );
});
