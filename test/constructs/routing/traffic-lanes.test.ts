import { describe, expect, test } from '@jest/globals';
import type { App } from 'cdk8s';
import {
  IngressGateway,
  listen,
  MeshChart,
  MeshNamespace,
  MeshService,
  Placement,
  TrafficLanes,
  type TrafficLanesProps,
} from '../../../constructs/index.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import { request } from '../../../mesh/request/request.js';
import { meshOf } from '../meshes.js';
import { render, TWO_CLUSTERS } from '../rendered.js';

const service = (name: string) => ({ name, namespace: 'shop' });
const props: TrafficLanesProps = {
  gateway: { name: 'edge', namespace: 'shop' },
  entry: { ...service('web'), port: 80 },
  services: [service('web'), service('cart'), service('pay')],
  lanes: {
    base: { labels: { version: 'v1' } },
    next: { labels: { version: 'v2' }, services: [service('web'), service('pay')] },
  },
  fallback: 'base',
};

/** web, cart and pay in two versions, cart in one. */
function shop(app: App, placement: Placement): void {
  const chart = new MeshChart(app, 'shop', { namespace: 'shop', placement });
  new MeshNamespace(chart, 'namespace', { name: 'shop' });
  const gateway = new IngressGateway(chart, 'ingressgateway');
  listen(chart, 'edge', gateway, { servers: [{ hosts: ['*'] }] });
  for (const [name, versions] of [
    ['web', ['v1', 'v2']],
    ['cart', ['v1']],
    ['pay', ['v1', 'v2']],
  ] as const) {
    const made = Object.fromEntries(versions.map((version) => [version, { image: `a:${version}` }]));
    new MeshService(chart, name, { ports: { number: 80 }, versions: made });
  }
  new TrafficLanes(chart, 'lanes', { ...props, gateway: { name: 'edge', namespace: 'shop' } });
}

const versionsOf = (mesh: Mesh, from: string, to: string, lane?: string) =>
  request(mesh, { from, to, ...(lane === undefined ? {} : { headers: { 'x-asm-prefer-tag': lane } }) }).versions();

describe.each([
  ['ASM', Placement.asm([{ name: 'm1', id: 'c1' }])],
  ['Istio', Placement.single('kind')],
])('lanes with %s', (_, placement) => {
  const mesh = meshOf((app) => shop(app, placement));

  test('keep requests over three hops, and fall back where a lane has no version', () => {
    expect(versionsOf(mesh, 'internet', 'http://shop.example.com/', 'next')).toEqual({ v2: 1 });
    expect(versionsOf(mesh, 'shop/web-v2', 'http://cart/', 'next')).toEqual({ v1: 1 });
    expect(versionsOf(mesh, 'shop/cart-v1', 'http://pay/', 'next')).toEqual({ v2: 1 });
    expect(versionsOf(mesh, 'shop/cart-v1', 'http://pay/', 'base')).toEqual({ v1: 1 });
    expect(versionsOf(mesh, 'shop/cart-v1', 'http://pay/')).toEqual({ v1: 1 });
  });
});

test('are kinds of ASM with ASM, and of Istio without', () => {
  const kinds = (placement: Placement) => [
    ...new Set(
      render((chart) => new TrafficLanes(chart, 'lanes', props), { placement }).manifests.map(({ kind }) => kind),
    ),
  ];
  expect(kinds(TWO_CLUSTERS)).toEqual(['ASMSwimLaneGroup', 'ASMSwimLane']);
  expect(kinds(Placement.single('kind')).sort()).toEqual(['DestinationRule', 'VirtualService']);
});

test.each([
  [{ fallback: 'none' }, "'none', is not one of base, next"],
  [{ entry: { name: 'out', namespace: 'shop', port: 80 } }, 'shop/out is not one of the services'],
  [{ lanes: { base: { labels: {}, services: [service('out')] } } }, 'lane base has shop/out'],
  [{ traceHeader: 'x-request-id' }, 'without ASM the applications pass on x-asm-prefer-tag'],
])('refuse %j', (change, expected) => {
  const { problems } = render((chart) => new TrafficLanes(chart, 'lanes', { ...props, ...change }), {
    placement: Placement.single('kind'),
  });
  expect(problems.join('\n')).toContain(expected);
});
