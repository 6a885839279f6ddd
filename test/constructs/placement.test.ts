import { describe, expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { DataPlaneMode, MeshClient, MeshNamespace, MutualTls, Placement, synthesize } from '../../constructs/index.js';
import { render, TWO_CLUSTERS } from './rendered.js';

function everything(placement: Placement, clusters?: readonly string[]) {
  return render(
    (chart) => {
      new MeshNamespace(chart, 'shop', { clusters });
      new MeshClient(chart, 'curl', { image: 'curl', clusters });
      new MutualTls(chart, 'mtls', { mode: 'STRICT' });
    },
    { placement },
  ).places;
}

describe('objects go', () => {
  test('to the data plane and the ASM instance', () => {
    expect(everything(TWO_CLUSTERS)).toEqual([
      'Namespace /shop asm,m1,m2',
      'PeerAuthentication shop/default asm',
      'Pod shop/curl m1,m2',
      'ServiceAccount shop/curl m1,m2',
    ]);
    expect(everything(TWO_CLUSTERS, ['m2'])).toContain('Namespace /shop asm,m2');
  });

  test('to the fleet what it propagates, to its members the rest', () => {
    expect(everything(Placement.fleet([{ name: 'a' }, { name: 'b' }]))).toEqual([
      'Namespace /shop asm,fleet,a,b',
      'PeerAuthentication shop/default asm',
      'Pod shop/curl a,b',
      'ServiceAccount shop/curl a,b',
    ]);
    const fleet = Placement.fleet([{ name: 'a' }]);
    const targets = (apiVersion: string, kind: string) => fleet.targetsOf(apiVersion, kind).map(({ name }) => name);
    expect(targets('networking.istio.io/v1', 'VirtualService')).toEqual(['fleet']);
    expect(targets('networking.istio.io/v1beta1', 'ProxyConfig')).toEqual(['asm']);
    expect(targets('apps/v1', 'Deployment')).toEqual(['fleet']);
    expect(targets('core.oam.dev/v1beta1', 'Application')).toEqual(['fleet']);
    expect(targets('istio.alibabacloud.com/v1beta1', 'IstioGateway')).toEqual(['asm']);
  });

  test('to the one cluster, whatever cluster they name', () => {
    expect(new Set(everything(Placement.single('kind'), ['m1']).map((place) => place.split(' ')[2]))).toEqual(
      new Set(['kind']),
    );
  });

  test('to the primary what configures the mesh, to all what runs', () => {
    expect(everything(Placement.primaryRemote(['one', 'two']))).toEqual([
      'Namespace /shop one,two',
      'PeerAuthentication shop/default one',
      'Pod shop/curl one,two',
      'ServiceAccount shop/curl one,two',
    ]);
    expect(() => Placement.primaryRemote([])).toThrow('at least one cluster');
  });

  test('nowhere twice: API servers have names of their own', () => {
    expect(() => Placement.asm([{ name: 'asm' }])).toThrow("two API servers are named 'asm'");
    expect(() => Placement.fleet([{ name: 'fleet' }])).toThrow("two API servers are named 'fleet'");
    expect(() => Placement.asm([{ name: 'a' }, { name: 'a' }])).toThrow("two API servers are named 'a'");
  });

  test('to one cluster named cluster in a plain chart', () => {
    const chart = new Chart(new App(), 'plain', { namespace: 'a' });
    new MutualTls(chart, 'mtls', { mode: 'STRICT' });
    const { objects, problems } = synthesize(chart);
    expect(problems).toEqual([]);
    expect(objects[0]?.targets.map(({ name }) => name)).toEqual(['cluster']);
    expect(objects[0]?.manifest.metadata).toEqual({ name: 'default', namespace: 'a' });
  });
});

describe('MeshNamespace', () => {
  const labels = (dataPlaneMode?: DataPlaneMode) =>
    render(
      (chart) => new MeshNamespace(chart, 'a', { dataPlaneMode, labels: { x: 'y' }, annotations: { b: 'c' } }),
    ).only('Namespace').metadata;

  test.each([
    [undefined, { 'istio-injection': 'enabled' }],
    [DataPlaneMode.revision('canary'), { 'istio.io/rev': 'canary' }],
    [DataPlaneMode.label('asm-inject', 'yes'), { 'asm-inject': 'yes' }],
    [DataPlaneMode.ambient(), { 'istio.io/dataplane-mode': 'ambient' }],
    [DataPlaneMode.ambient('w'), { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'w' }],
    [DataPlaneMode.none(), { 'istio-injection': 'disabled' }],
  ])('joins the mesh by labels: %j', (mode, expected) => {
    expect(labels(mode)).toEqual({ name: 'a', labels: { ...expected, x: 'y' }, annotations: { b: 'c' } });
  });
});

describe('MeshClient', () => {
  test('is a Pod with an account of its own and no port', () => {
    const out = render((chart) => {
      const client = new MeshClient(chart, 'curl', { image: 'curl:1', command: ['sleep'], pod: { hostname: 'h' } });
      expect(client.principal).toBe('cluster.local/ns/shop/sa/curl');
    });
    const { spec } = out.only('Pod');
    expect(spec).toMatchObject({ serviceAccountName: 'curl', hostname: 'h' });
    expect(spec.containers[0]).toMatchObject({ name: 'curl', image: 'curl:1', command: ['sleep'] });
    expect(spec.containers[0]).not.toHaveProperty('readinessProbe');
    expect(spec.containers[0]).not.toHaveProperty('ports');
  });
});

describe('a cluster that does not exist', () => {
  const problemsFor = (placement: Placement, clusters: readonly string[]) =>
    render((chart) => new MeshClient(chart, 'curl', { image: 'curl', clusters }), { placement }).problems;

  test('is a problem of every object for it, with the name that was meant', () => {
    const problems = problemsFor(TWO_CLUSTERS, ['m1', 'mm2']);
    expect(problems).toHaveLength(2);
    for (const problem of problems) expect(problem).toContain("there is no cluster 'mm2'; name one of m2, m1");
  });

  test('does not matter where there is one cluster, which every name stands for', () => {
    expect(problemsFor(Placement.single('local'), ['m1'])).toEqual([]);
  });
});
