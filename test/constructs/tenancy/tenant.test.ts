import { describe, expect, test } from '@jest/globals';
import type { App } from 'cdk8s';
import {
  Account,
  DataPlaneMode,
  IngressGateway,
  MeshChart,
  type MeshChartProps,
  MeshClient,
  MeshGateway,
  MeshNamespace,
  MeshRoles,
  Placement,
  resourcesOf,
  synthesize,
  Tenant,
  type TenantProps,
  Waypoint,
} from '../../../constructs/index.js';
import { access } from '../../../mesh/kubernetes/rbac/access.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshOptions } from '../../../mesh/model/options.js';
import '../../../mesh/jest/index.js';
import { examplesOf, runExample } from '../../run-example.js';
import { findingsOf, meshOf, serviceOf } from '../meshes.js';
import { render, TWO_CLUSTERS } from '../rendered.js';

const tenantIn = (chart: MeshChart, name: string, props: Partial<TenantProps> = {}) =>
  new Tenant(chart, name, { namespaces: [name], ...props });
const ownership = { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' };

/** Tenants shop and bank, each with a service and a client, behind one gateway. */
function twoTenants(
  shop: Partial<TenantProps> = {},
  bank: Partial<TenantProps> = {},
  settings: Partial<MeshChartProps> = {},
) {
  return (app: App) => {
    const chart = new MeshChart(app, 'all', { ownership, ...settings });
    const gateway = new IngressGateway(chart, 'ingressgateway');
    const servers = [{ hosts: ['*.example.com'] }];
    const open = gateway.listen(chart, 'public', { namespace: 'istio-system', servers });
    for (const tenant of [tenantIn(chart, 'shop', shop), tenantIn(chart, 'bank', bank)]) {
      const { name } = tenant;
      const service = serviceOf(chart, `${name}-web`, { namespace: tenant.namespace() });
      service.expose(open, { hosts: [`${name}.example.com`] });
      new MeshClient(chart, `${name}-client`, { image: 'curl:1', namespace: tenant.namespace() });
    }
    new MeshNamespace(chart, 'elsewhere');
    new MeshClient(chart, 'stranger', { image: 'curl:1', namespace: 'elsewhere' });
  };
}

const enforcement: readonly NonNullable<MeshOptions['networkPolicies']>[] = ['enforced', 'ignored'];

describe.each(enforcement)('with NetworkPolicies %s', (networkPolicies) => {
  const build = (...args: Parameters<typeof twoTenants>) => meshOf(twoTenants(...args), { networkPolicies });
  const directions = [
    ['shop', 'bank'],
    ['bank', 'shop'],
  ] as const;

  test.each(directions)('%s cannot reach %s, with its proxy or without', (from, to) => {
    const mesh = build();
    const url = `http://${to}-web.${to}/`;
    expect(mesh).toDeny({ from: `${from}/${from}-client`, to: url });
    const bare = { namespace: from, sidecar: false };
    const policy = `${to}/tenant-${to}`;
    expect(mesh).toDeny({ from: bare, to: url }, policy);
    // A proxy that does not follow its scope.
    expect(mesh).toDeny({ from: { namespace: 'elsewhere', sidecar: false }, to: url }, policy);
    expect(mesh).not.toAllow({ from: 'elsewhere/stranger', to: url });
  });

  test.each(['shop', 'bank'])('%s reaches itself, and the Internet reaches it through the gateway', (name) => {
    const mesh = build();
    expect(mesh).toAllow({ from: `${name}/${name}-client`, to: `http://${name}-web/` });
    expect(mesh).toEncrypt({ from: `${name}/${name}-client`, to: `http://${name}-web/` });
    expect(mesh).toAllow({ from: 'internet', to: `http://${name}.example.com/` });
  });

  test('whom a tenant allows gets in, and nobody gets back', () => {
    const mesh = meshOf(
      (app) => {
        const chart = new MeshChart(app, 'all', { ownership });
        const shop = tenantIn(chart, 'shop');
        const bank = tenantIn(chart, 'bank', { allow: [shop, 'elsewhere'] });
        serviceOf(chart, 'shop-web', { namespace: shop.namespace() });
        serviceOf(chart, 'bank-web', { namespace: bank.namespace() });
        new MeshNamespace(chart, 'elsewhere');
        new MeshClient(chart, 'stranger', { image: 'curl:1', namespace: 'elsewhere' });
      },
      { networkPolicies },
    );
    expect(mesh).toAllow({ from: 'shop/shop-web-v1', to: 'http://bank-web.bank/' });
    expect(mesh).toAllow({ from: 'elsewhere/stranger', to: 'http://bank-web.bank/' });
    expect(mesh).toDeny({ from: 'bank/bank-web-v1', to: 'http://shop-web.shop/' });
  });

  test('with its way out closed, a tenant keeps its DNS, control plane and callees', () => {
    const mesh = build({ outbound: {}, uses: ['elsewhere'] });
    const inside = { from: 'shop/shop-client', to: 'http://shop-web/' };
    expect(mesh).toAllow(inside);
    expect(mesh).toBeModelled(inside);
    expect(mesh).not.toAllow({ from: 'shop/shop-client', to: 'http://bank-web.bank/' });
  });

  test.each(directions)('in ambient mode behind waypoints %s cannot reach %s', (from, to) => {
    const mesh = meshOf(
      (app) => {
        const chart = new MeshChart(app, 'all', { ownership });
        for (const name of ['shop', 'bank']) {
          const namespaces = [{ name, dataPlaneMode: DataPlaneMode.ambient('waypoint') }];
          const tenant = tenantIn(chart, name, { namespaces });
          new Waypoint(chart, `waypoint-${name}`, { name: 'waypoint', namespace: name });
          serviceOf(chart, `${name}-web`, { namespace: tenant.namespace() });
        }
      },
      { networkPolicies },
    );
    const url = `http://${to}-web.${to}/`;
    const policy = networkPolicies === 'enforced' ? `${to}/tenant-${to}` : `${to}/tenant-${to}-waypoint`;
    expect(mesh).toDeny({ from: `${from}/${from}-web-v1`, to: url }, policy);
    expect(mesh).toDeny({ from: { namespace: 'elsewhere', sidecar: false }, to: url }, `${to}/tenant-${to}`);
    expect(mesh).toAllow({ from: `${to}/${to}-web-v1`, to: `http://${to}-web/` });
  });

  test('in two clusters of an ASM instance', () => {
    const podNetworks = { m1: ['10.1.0.0/16'], m2: ['10.2.0.0/16'] };
    const mesh = build({ podNetworks }, { podNetworks }, { placement: TWO_CLUSTERS });
    expect(mesh).not.toAllow({ from: 'shop/shop-client', to: 'http://bank-web.bank/' });
    expect(mesh).not.toAllow({ from: 'bank/bank-client', to: 'http://shop-web.shop/' });
    expect(mesh).toAllow({ from: 'shop/shop-client', to: 'http://shop-web/' });
  });
});

/** A public gateway without TLS and limit is about the gateway. */
const ofGateway = /^ASM000[56] Gateway/;

test.each<[string, Parameters<typeof twoTenants>[0], Partial<MeshChartProps>]>([
  ['with sidecars', {}, {}],
  ['with a closed way out', { outbound: { addresses: ['10.8.0.0/24'] } }, {}],
  ['with quotas and rights', { quota: { pods: 5 }, owners: { route: [Account.group('shop')] } }, {}],
  ['of an ASM instance', {}, { placement: Placement.asm([{ name: 'c1' }]) }],
])('nothing is found about tenants %s', (_, shop, settings) => {
  const found = findingsOf(meshOf(twoTenants(shop, shop, settings)));
  expect(found.filter((text) => !ofGateway.test(text))).toEqual([]);
});

describe('what each namespace gets', () => {
  const out = render(
    (chart) => {
      const shop = tenantIn(chart, 'shop', {
        namespaces: ['shop', { name: 'data', quota: { pods: 3 }, labels: { tier: 'db' } }],
        owners: {
          ownership: { ...ownership, owner: 'shop@example.com' },
          view: [Account.user('ann')],
          deploy: [Account.group('shop')],
          route: [Account.serviceAccount('ci', 'bot')],
        },
        quota: { requests: { cpu: '2' }, limits: { memory: '4Gi' }, container: { max: { cpu: '1' } } },
      });
      const cart = serviceOf(chart, 'cart', { namespace: shop.namespace('data') });
      cart.splitTraffic({ v1: 100 }).calls('api.example.com');
      tenantIn(chart, 'bank', { allow: [shop] });
    },
    { placement: Placement.asm([{ name: 'm1' }]) },
  );

  test('in its places', () => {
    expect(out.problems).toEqual([]);
    expect(out.places.filter((place) => / shop\/tenant-shop|Namespace \/shop/.test(place))).toEqual([
      'AuthorizationPolicy shop/tenant-shop asm',
      'LimitRange shop/tenant-shop m1',
      'Namespace /shop asm,m1',
      'NetworkPolicy shop/tenant-shop m1',
      'ResourceQuota shop/tenant-shop m1',
      'Role shop/tenant-shop-deploy m1',
      'Role shop/tenant-shop-route asm',
      'Role shop/tenant-shop-view m1',
      'Role shop/tenant-shop-view-mesh asm',
      'RoleBinding shop/tenant-shop-deploy m1',
      'RoleBinding shop/tenant-shop-route asm',
      'RoleBinding shop/tenant-shop-view m1',
      'RoleBinding shop/tenant-shop-view-mesh asm',
      'Sidecar shop/tenant-shop asm',
    ]);
  });

  test('ownership, quotas and what containers request', () => {
    expect(out.only('Namespace', 'data').metadata).toEqual({
      name: 'data',
      labels: { 'istio-injection': 'enabled', team: 'shop', tenant: 'shop', tier: 'db' },
      annotations: { owner: 'shop@example.com', 'cost-center': 'c', 'data-classification': 'internal' },
    });
    const quotas = out.manifests.filter(({ kind }) => kind === 'ResourceQuota').map(({ spec }) => spec);
    const closed = { 'services.loadbalancers': 0, 'services.nodeports': 0 };
    expect(quotas).toEqual([
      { hard: { pods: 3, ...closed } },
      { hard: { 'limits.memory': '4Gi', 'requests.cpu': '2', ...closed } },
    ]);
    expect(out.only('LimitRange').spec.limits).toEqual([
      { type: 'Container', defaultRequest: { cpu: '50m' }, default: { memory: '512Mi' }, max: { cpu: '1' } },
    ]);
  });

  test('exportTo of its own namespaces, its callers and gateways, unless an object has its own', () => {
    const seen = ['data', 'istio-system', 'shop'];
    expect(out.only('Service', 'cart').metadata.annotations?.['networking.istio.io/exportTo']).toBe(seen.join(','));
    expect(out.only('VirtualService').spec.exportTo).toEqual(seen);
    expect(out.only('DestinationRule').spec.exportTo).toEqual(seen);
    expect(out.only('ServiceEntry').spec.exportTo).toEqual(['.']);
  });

  test('scopes and policies that know who allows whom', () => {
    const scopes = out.manifests.filter(({ kind, metadata }) => kind === 'Sidecar' && metadata.name === 'tenant-shop');
    expect(scopes.map(({ spec }) => spec)).toEqual(
      Array.from({ length: 2 }, () => ({ egress: [{ hosts: ['bank/*', 'data/*', 'istio-system/*', 'shop/*'] }] })),
    );
    expect(out.only('AuthorizationPolicy', 'tenant-bank').spec).toEqual({
      action: 'DENY',
      rules: [{ from: [{ source: { notNamespaces: ['bank', 'data', 'istio-system', 'shop'] } }] }],
    });
  });
});

test('people can do what they were given, and no more', () => {
  const owners = { view: [Account.user('eve')], deploy: [Account.user('dan')], route: [Account.user('ray')] };
  const mesh = meshOf((app) => {
    const chart = new MeshChart(app, 'all', { ownership });
    tenantIn(chart, 'shop', { owners });
    new MeshRoles(chart, 'roles', { platform: [Account.group('platform')], security: [Account.group('security')] });
  });
  const rows = access(mesh).map(({ subject, capability, namespaces }) => `${subject} ${capability} ${namespaces}`);
  expect(rows).toEqual([
    'Group platform change-routes ',
    'User ray change-routes shop',
    'Group platform change-policies ',
    'Group security change-policies ',
    'Group platform change-gateways ',
    'Group platform change-proxies ',
  ]);
});

test('roles of the mesh go to its API server, those of the network to the clusters', () => {
  const { places } = render((chart) => new MeshRoles(chart, 'roles', { security: [Account.group('s')] }), {
    placement: Placement.fleet([{ name: 'm1' }]),
  });
  expect(places).toEqual([
    'ClusterRole /mesh-application asm,fleet',
    'ClusterRole /mesh-platform asm,fleet',
    'ClusterRole /mesh-security asm,fleet',
    'ClusterRole /mesh-security-network m1',
    'ClusterRoleBinding /mesh-security asm,fleet',
    'ClusterRoleBinding /mesh-security-network m1',
  ]);
});

describe('a tenant that cannot be meant is a problem of the chart', () => {
  test.each<[string, Partial<TenantProps>, string]>([
    ['no namespaces', { namespaces: [] }, 'tenant shop has no namespace'],
    ['a name', { name: 'Shop' }, "'Shop' cannot be the name of a tenant"],
    ['itself', { allow: ['shop'] }, 'allow names shop, a namespace of tenant shop itself'],
    ['its own gateways', { gateways: ['shop'] }, 'gateways names shop'],
    ['several clusters', {}, 'give podNetworks for m1, m2, or name one of them in clusters'],
    ['an unknown cluster', { clusters: ['m1'], podNetworks: { m3: [] } }, "names cluster 'm3', which there is not"],
    ['a quantity', { clusters: ['m1'], quota: { requests: { cpu: 'much' } } }, 'requests.cpu'],
    ['a resource', { clusters: ['m1'], quota: { requests: { gold: '1' } } }, '`requests.gold` is not a resource'],
  ])('%s', (_, props, message) => {
    const { problems } = render((chart) => tenantIn(chart, 'shop', props), { placement: TWO_CLUSTERS });
    expect(problems.join('\n')).toContain(message);
  });

  test('a gateway inside', () => {
    const { problems } = render((chart) => {
      tenantIn(chart, 'shop');
      new MeshGateway(chart, 'public', { namespace: 'shop' });
    });
    expect(problems.join()).toContain('gateway public is in shop, which takes requests of tenant shop');
  });

  test('a namespace that is not its own', () => {
    render((chart) => {
      expect(() => tenantIn(chart, 'shop').namespace('bank')).toThrow("tenant shop has no namespace 'bank'");
    });
  });
});

test('a namespace without proxies has NetworkPolicies only', () => {
  const namespaces = [{ name: 'shop', dataPlaneMode: DataPlaneMode.none() }];
  const { manifests } = render((chart) => tenantIn(chart, 'shop', { namespaces }));
  expect(manifests.map(({ kind }) => kind)).toEqual(['Namespace', 'NetworkPolicy']);
});

test('the example of the page says who may call whom', () => {
  const { chart } = runExample(examplesOf('docs/tenants.md')[0] ?? '', 'chart') as { chart: MeshChart };
  const synthesis = synthesize(chart);
  expect(synthesis.problems).toEqual([]);
  const mesh = buildMesh(resourcesOf(synthesis));
  expect(mesh).toAllow({ from: { namespace: 'shop-data', sidecar: true }, to: 'http://cart.shop/' });
  expect(mesh).toDeny({ from: { namespace: 'bank', sidecar: true }, to: 'http://cart.shop/' });
});
