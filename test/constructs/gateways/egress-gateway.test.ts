import { describe, expect, test } from '@jest/globals';
import type { App } from 'cdk8s';
import {
  EgressGateway,
  type EgressGatewayProps,
  MeshChart,
  MeshNamespace,
  type MeshService,
  Placement,
  resourcesOf,
  synthesize,
  Tenant,
} from '../../../constructs/index.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import '../../../mesh/jest/index.js';
import { examplesOf, runExample } from '../../run-example.js';
import { findingsOf, meshOf, serviceOf } from '../meshes.js';
import { render } from '../rendered.js';

const ownership = { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' };
const placements = [
  ['of ASM', Placement.asm([{ name: 'c1' }])],
  ['without ASM', Placement.single('local')],
] as const;

/** A shop whose services declare calls, one that declares none, and an egress gateway before or after them. */
function shop(
  placement: Placement,
  declare: (all: Record<'cart' | 'jobs', MeshService>) => void,
  props: EgressGatewayProps = {},
) {
  return (app: App) => {
    const chart = new MeshChart(app, 'shop', { namespace: 'shop', placement, ownership });
    new MeshNamespace(chart, 'shop');
    const services = { cart: serviceOf(chart, 'cart'), jobs: serviceOf(chart, 'jobs') };
    serviceOf(chart, 'idle');
    new EgressGateway(chart, 'egress', props);
    declare(services);
    const other = new MeshChart(app, 'other', { namespace: 'other', placement, ownership });
    new MeshNamespace(other, 'other');
    serviceOf(other, 'web');
  };
}

describe.each(placements)('%s', (_, placement) => {
  const mesh = meshOf(
    shop(
      placement,
      ({ cart, jobs }) => {
        cart.calls('api.example.com').calls('plain.example.com', { port: 80 }).calls('db.example.com', { port: 5432 });
        jobs.calls('secure.example.com', { port: 80, originateTls: true });
      },
      { ports: [80, 443, 5432] },
    ),
  );
  const gateway = 'istio-egress';

  test.each([
    ['cart', 'https://api.example.com/'],
    ['cart', 'http://plain.example.com/'],
    ['cart', 'tcp://db.example.com:5432'],
    ['jobs', 'http://secure.example.com/'],
  ])('what %s declares goes through the gateway: %s', (name, to) => {
    const answer = request(mesh, { from: `shop/${name}-v1`, to });
    expect({ verdict: answer.verdict, trace: answer.trace }).toMatchObject({ verdict: 'allowed' });
    expect(answer.trace.join('\n')).toContain(gateway);
  });

  test.each([
    ['shop/jobs-v1', 'https://api.example.com/'],
    ['shop/idle-v1', 'https://api.example.com/'],
    ['shop/idle-v1', 'http://plain.example.com/'],
    ['shop/idle-v1', 'tcp://db.example.com:5432'],
    ['shop/idle-v1', 'http://secure.example.com/'],
    ['other/web-v1', 'https://api.example.com/'],
    ['other/web-v1', 'http://plain.example.com/'],
    ['other/web-v1', 'https://undeclared.example.com/'],
    ['shop/cart-v1', 'https://undeclared.example.com/'],
    ['shop/cart-v1', 'http://api.example.com/'],
  ])('%s may not call %s', (from, to) => {
    expect(request(mesh, { from, to })).not.toMatchObject({ verdict: 'allowed' });
  });

  test('callers without an identity cannot use the gateway', () => {
    const from = { namespace: 'other', sidecar: false };
    expect(mesh).not.toAllow({ from, to: `http://istio-egress.istio-system/`, headers: { host: 'plain.example.com' } });
  });

  test('the gateway opens TLS where asked', () => {
    const { trace } = request(mesh, { from: 'shop/jobs-v1', to: 'http://secure.example.com/' });
    expect(trace.join('\n')).toMatch(/TLS/i);
  });

  test('nothing is found about it but what is known of TCP without addresses', () => {
    expect(findingsOf(mesh).filter((text) => !/^IST0134 .*db-example-com/.test(text))).toEqual([]);
  });
});

test('the policy of the gateway is the one that refuses', () => {
  const [, placement] = placements[0];
  const mesh = meshOf(
    shop(placement, ({ cart }) => cart.calls('api.example.com').calls('plain.example.com', { port: 80 })),
  );
  for (const to of ['https://api.example.com/', 'http://plain.example.com/']) {
    expect(mesh).toDeny({ from: 'shop/idle-v1', to }, 'istio-system/egress-callers');
  }
});

test('the same objects whatever comes first', () => {
  const objects = (isFirst: boolean) =>
    render((chart) => {
      if (isFirst) new EgressGateway(chart, 'egress');
      const [one, two] = [serviceOf(chart, 'one'), serviceOf(chart, 'two')];
      const calls = [
        () => one.calls('b.example.com'),
        () => two.calls('a.example.com'),
        () => two.calls('b.example.com'),
      ];
      for (const call of isFirst ? calls : calls.reverse()) call();
      if (!isFirst) new EgressGateway(chart, 'egress');
    }).manifests.map((manifest) => JSON.stringify(manifest));
  expect(objects(true).sort()).toEqual(objects(false).sort());
});

test('only the named namespaces go through it, and without calls nothing is listened for', () => {
  const { manifests, problems } = render((chart) => {
    new EgressGateway(chart, 'egress', { namespaces: ['other'], registryOnly: false, accessLog: { provider: 'sls' } });
    serviceOf(chart, 'cart').calls('*.example.com');
  });
  expect(problems).toEqual([]);
  expect(manifests.map(({ kind }) => kind)).not.toContain('Gateway');
  expect(manifests.filter(({ kind }) => kind === 'Sidecar').map(({ metadata }) => metadata.name)).toEqual([
    'calls-of-cart',
  ]);
  expect(manifests.find(({ kind }) => kind === 'AuthorizationPolicy')?.['spec']).toEqual({
    action: 'ALLOW',
    selector: { matchLabels: { istio: 'egress' } },
  });
  expect(manifests.find(({ kind }) => kind === 'Telemetry')?.['spec']).toMatchObject({
    accessLogging: [{ providers: [{ name: 'sls' }] }],
  });
});

describe('what cannot go through a gateway is a problem of the chart', () => {
  test.each<[string, (cart: MeshService) => void, string]>([
    ['a wildcard', (cart) => cart.calls('*.example.com'), 'cannot look up *.example.com in DNS'],
    ['a port', (cart) => cart.calls('db.example.com', { port: 5432 }), 'has no port 5432 for db.example.com'],
    ['TLS in TLS', (cart) => cart.calls('a.example.com', { originateTls: true }), 'originateTls of a.example.com:443'],
    [
      'two protocols',
      (cart) => cart.calls('a.example.com').calls('a.example.com', { protocol: 'TCP' }),
      'TCP and TLS are spoken with a.example.com:443',
    ],
    [
      'two wishes',
      (cart) => cart.calls('a.example.com', { port: 80 }).calls('a.example.com', { port: 80, originateTls: true }),
      'some callers of a.example.com:80 want originateTls',
    ],
    [
      'two TCP hosts',
      (cart) => cart.calls('a.example.com', { protocol: 'TCP' }).calls('b.example.com', { protocol: 'TCP' }),
      'a.example.com and b.example.com are called as TCP at port 443 in namespace shop',
    ],
  ])('%s', (_, declare, message) => {
    const { problems } = render((chart) => {
      new EgressGateway(chart, 'egress');
      declare(serviceOf(chart, 'cart'));
    });
    expect(problems.join('\n')).toContain(message);
  });

  test('and originateTls without a gateway', () => {
    const { problems } = render((chart) =>
      serviceOf(chart, 'cart').calls('a.example.com', { port: 80, originateTls: true }),
    );
    expect(problems.join()).toContain('no EgressGateway takes the calls of namespace shop');
  });
});

test('a tenant with a closed way out gets out through the gateway alone', () => {
  const mesh = meshOf(
    (app) => {
      const chart = new MeshChart(app, 'all', { ownership });
      const tenant = new Tenant(chart, 'shop', { namespaces: ['shop'], outbound: {} });
      serviceOf(chart, 'cart', { namespace: tenant.namespace() }).calls('api.example.com');
      serviceOf(chart, 'idle', { namespace: tenant.namespace() });
      new EgressGateway(chart, 'egress');
    },
    { networkPolicies: 'enforced' },
  );
  const to = 'https://api.example.com/';
  expect(mesh).toAllow({ from: 'shop/cart-v1', to });
  expect(mesh).toDeny({ from: 'shop/idle-v1', to }, 'istio-system/egress-callers');
  expect(mesh).not.toAllow({ from: 'shop/idle-v1', to: 'https://undeclared.example.com/' });
  expect(mesh).toDeny({ from: { namespace: 'shop', workload: 'cart-v1', sidecar: false }, to }, 'shop/tenant-shop');
  expect(findingsOf(mesh)).toEqual([]);
});

test('the example of the page says who may call what', () => {
  const { chart } = runExample(examplesOf('docs/egress.md')[0] ?? '', 'chart') as { chart: MeshChart };
  const mesh = buildMesh(resourcesOf(synthesize(chart)));
  expect(mesh).toAllow({ from: 'shop/checkout-v1', to: 'https://api.example.com/' });
  expect(mesh).toAllow({ from: 'shop/checkout-v1', to: 'http://bank.example.com/' });
  expect(mesh).toDeny({ from: 'shop/cart-v1', to: 'https://api.example.com/' });
});
