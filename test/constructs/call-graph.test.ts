import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import fc from 'fast-check';
import {
  IngressBinding,
  IngressGateway,
  MeshChart,
  MeshClient,
  MeshGateway,
  MeshNamespace,
  MeshService,
  type MeshServiceProps,
  MutualTls,
  Placement,
  synthesize,
} from '../../constructs/index.js';
import { callsAnnotation } from '../../mesh/istio/call-graph.js';
import { formatProblem } from '../../mesh/manifest/problem.js';
import { buildMesh } from '../../mesh/model/build.js';
import type { Mesh } from '../../mesh/model/mesh.js';
import { request } from '../../mesh/request/request.js';
import { findService } from '../../mesh/survey/callers.js';
import { impact } from '../../mesh/survey/impact.js';
import { mtls } from '../../mesh/survey/mtls.js';
import '../../mesh/jest/index.js';
import { render } from './rendered.js';

const service = (chart: MeshChart, name: string, props: Partial<MeshServiceProps> = {}) =>
  new MeshService(chart, name, {
    ports: { number: 80, targetPort: 8080 },
    versions: { v1: { image: 'shop:1' } },
    ...props,
  });

/** The mesh of charts in an app of their own. @throws Error with what is wrong with them */
function meshOf(build: (app: App) => void): Mesh {
  const app = new App();
  build(app);
  const { objects, problems } = synthesize(app);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return buildMesh(
    objects.flatMap(({ manifest, targets, path }) => targets.map((target) => ({ manifest, target, path }))),
  );
}

/** A namespace with sidecars, as a chart. */
function chartOf(app: App, namespace: string, placement = Placement.single('local')): MeshChart {
  const chart = new MeshChart(app, namespace, { namespace, placement });
  new MeshNamespace(chart, namespace);
  return chart;
}

describe('what declared calls come to', () => {
  const out = render((chart) => {
    const [front, cart, payments] = [service(chart, 'front'), service(chart, 'cart'), service(chart, 'payments')];
    front.calls(cart, { port: 80 }).calls('api.example.com', { port: 80 });
    cart.calls(payments, { methods: ['POST'], paths: ['/charge*'] }).calls('api.example.com');
  });

  test('a policy at the called service, and the calls written down', () => {
    expect(out.problems).toEqual([]);
    const policy = out.only('AuthorizationPolicy', 'allow-callers-of-payments');
    expect(policy.spec).toEqual({
      selector: { matchLabels: { app: 'payments' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/shop/sa/cart'] } }],
          to: [{ operation: { methods: ['POST'], paths: ['/charge*'] } }],
        },
      ],
    });
    expect(JSON.parse(policy.metadata.annotations?.[callsAnnotation] ?? '')).toEqual([
      {
        from: 'shop/cart',
        to: 'shop/payments',
        principal: 'cluster.local/ns/shop/sa/cart',
        methods: ['POST'],
        paths: ['/charge*'],
      },
    ]);
    expect(out.only('AuthorizationPolicy', 'allow-callers-of-cart').spec.rules[0].to).toEqual([
      { operation: { ports: ['8080'] } },
    ]);
  });

  test('a scope at the caller', () => {
    expect(out.only('Sidecar', 'calls-of-cart').spec).toEqual({
      workloadSelector: { labels: { app: 'cart' } },
      egress: [{ hosts: ['./api.example.com', 'shop/payments.shop.svc.cluster.local'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  });

  test('one ServiceEntry for a host outside, whoever calls it', () => {
    expect(out.only('ServiceEntry', 'external-api-example-com').spec).toMatchObject({
      hosts: ['api.example.com'],
      exportTo: ['.'],
      ports: [
        { number: 80, name: 'http-80', protocol: 'HTTP' },
        { number: 443, name: 'tls-443', protocol: 'TLS' },
      ],
    });
  });

  test('the same objects in whatever order they are declared', () => {
    const calls: ((all: Record<string, MeshService>) => void)[] = [
      ({ a, b }) => a?.calls(b as MeshService, { methods: ['GET'] }),
      ({ a, c }) => a?.calls(c as MeshService),
      ({ b, c }) => b?.calls(c as MeshService, { paths: ['/x'] }),
      ({ b }) => b?.calls('db.example.com', { port: 5432 }),
      ({ a }) => a?.calls('db.example.com', { port: 5433 }),
    ];
    const manifests = (order: typeof calls) =>
      render((chart) => {
        const all = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, service(chart, name)]));
        for (const call of order) call(all);
      }).manifests.map((manifest) => JSON.stringify(manifest));
    const expected = manifests(calls).sort();
    fc.assert(
      fc.property(fc.shuffledSubarray(calls, { minLength: calls.length }), (order) => {
        expect(manifests(order).sort()).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});

describe('declared calls pass, and nothing else', () => {
  const names = ['a', 'b', 'c', 'd'] as const;
  const methods = ['GET', 'POST'] as const;
  const paths = ['/', '/items', '/items/1', '/admin'] as const;
  const ports = [
    { number: 80, targetPort: 8080 },
    { number: 9000, targetPort: 9001 },
  ];
  /** What a pattern of a policy takes. */
  const takes = (pattern: string, path: string) =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path;
  const aCall = fc.record(
    {
      from: fc.constantFrom(...names),
      to: fc.constantFrom(...names),
      port: fc.constantFrom(80, 9000),
      methods: fc.subarray([...methods], { minLength: 1 }),
      paths: fc.subarray(['/items*', '/admin', '/'], { minLength: 1 }),
    },
    { requiredKeys: ['from', 'to'] },
  );

  test('whatever is declared, over two namespaces in two charts', () => {
    fc.assert(
      fc.property(fc.array(aCall, { minLength: 1, maxLength: 6 }), (drawn) => {
        const declared = drawn.filter(({ from, to }) => from !== to);
        const space = (name: string) => (name < 'c' ? 'one' : 'two');
        const mesh = meshOf((app) => {
          const charts = { one: chartOf(app, 'one'), two: chartOf(app, 'two') };
          const all = new Map(names.map((name) => [name, service(charts[space(name)], name, { ports })]));
          for (const { from, to, ...call } of declared) all.get(from)?.calls(all.get(to) as MeshService, call);
        });
        const isScoped = (from: string) => declared.some((call) => call.from === from);
        const isGuarded = (to: string) => declared.some((call) => call.to === to);
        for (const from of names) {
          for (const to of names.filter((name) => name !== from)) {
            const calls = declared.filter((call) => call.from === from && call.to === to);
            for (const { number } of ports) {
              for (const method of methods) {
                for (const path of paths) {
                  const query = {
                    from: `${space(from)}/${from}-v1`,
                    to: `http://${to}.${space(to)}:${number}${path}`,
                    method,
                  };
                  const isMeant = calls.some(
                    (call) =>
                      (call.port ?? number) === number &&
                      (call.methods?.includes(method) ?? true) &&
                      (call.paths?.some((pattern) => takes(pattern, path)) ?? true),
                  );
                  const { verdict } = request(mesh, query);
                  const expected =
                    isScoped(from) && calls.length === 0
                      ? 'not-visible'
                      : isMeant || !isGuarded(to)
                        ? 'allowed'
                        : 'denied';
                  expect([query, verdict]).toEqual([query, expected]);
                }
              }
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('not for a pod without an identity, however it calls', () => {
    const mesh = meshOf((app) => {
      const chart = chartOf(app, 'shop');
      service(chart, 'front').calls(service(chart, 'cart'));
    });
    const to = 'http://cart.shop/';
    expect(mesh).toDeny({ from: { namespace: 'shop', sidecar: false }, to }, 'shop/allow-callers-of-cart');
    expect(mesh).toDeny({ from: { namespace: 'other', sidecar: true }, to }, 'shop/allow-callers-of-cart');
    expect(mesh).toAllow({ from: 'shop/front-v1', to });
  });

  test('for a client, a canary by HTTPRoute, and a service of another cluster', () => {
    const mesh = meshOf((app) => {
      const placement = Placement.asm([{ name: 'c1' }, { name: 'c2' }]);
      const chart = chartOf(app, 'shop', placement);
      const cart = service(chart, 'cart', {
        clusters: ['c2'],
        routeForm: 'HTTPRoute',
        versions: { v1: { image: 'a:1' }, v2: { image: 'a:2' } },
      });
      cart.splitTraffic({ v1: 75, v2: 25 });
      new MeshClient(chart, 'curl', { image: 'curl:1', clusters: ['c1'] }).calls(cart, { methods: ['GET'] });
    });
    expect(mesh).toRoute({ from: 'shop/curl', to: 'http://cart/' }, { v1: 75, v2: 25 });
    expect(mesh).toEncrypt({ from: 'shop/curl', to: 'http://cart/' });
    expect(mesh).toDeny({ from: 'shop/curl', to: 'http://cart/', method: 'DELETE' }, 'shop/allow-callers-of-cart');
    const { outcomes } = request(mesh, { from: 'shop/curl', to: 'http://cart/' });
    expect(outcomes.map(({ cluster }) => cluster)).toEqual(['c2', 'c2']);
  });

  test('for hosts outside, on the declared port', () => {
    const mesh = meshOf((app) => {
      const chart = chartOf(app, 'shop');
      service(chart, 'cart')
        .calls('api.example.com')
        .calls('db.example.com', { port: 5432 })
        .calls('*.cdn.example.com');
    });
    const from = 'shop/cart-v1';
    expect(mesh).toAllow({ from, to: 'https://api.example.com/' });
    expect(mesh).toAllow({ from, to: 'tcp://db.example.com:5432' });
    expect(mesh).toAllow({ from, to: 'https://eu.cdn.example.com/' });
    expect(mesh).not.toAllow({ from, to: 'http://api.example.com/' });
    expect(mesh).not.toAllow({ from, to: 'https://other.example.com/' });
  });
});

describe('a gateway that a called service is exposed at', () => {
  const build = (app: App, placement: Placement) => {
    const chart = chartOf(app, 'shop', placement);
    const gateway = new IngressGateway(chart, 'ingressgateway');
    const cart = service(chart, 'cart');
    service(chart, 'front').calls(cart, { methods: ['POST'] });
    cart.expose(gateway.listen(chart, 'public', { servers: [{ hosts: ['shop.example.com'] }] }), {
      hosts: ['shop.example.com'],
    });
  };

  test.each([
    ['of ASM', Placement.asm([{ name: 'c1' }])],
    ['without ASM', Placement.single('local')],
  ])('%s may call it, and other callers still may not', (_, placement) => {
    const mesh = meshOf((app) => build(app, placement));
    expect(mesh).toAllow({ from: 'internet', to: 'http://shop.example.com/' });
    expect(mesh).toAllow({ from: 'shop/front-v1', to: 'http://cart/', method: 'POST' });
    expect(mesh).toDeny({ from: 'shop/front-v1', to: 'http://cart/' }, 'shop/allow-callers-of-cart');
    expect(mesh).toDeny({ from: { namespace: 'other', sidecar: true }, to: 'http://cart.shop/' });
  });

  test('of the Gateway API may call it as well', () => {
    const mesh = meshOf((app) => {
      const chart = chartOf(app, 'shop');
      const gateway = new MeshGateway(chart, 'public', { listeners: [{ hostname: 'shop.example.com' }] });
      const cart = service(chart, 'cart', { routeForm: 'HTTPRoute' });
      cart.expose(gateway.binding, { hosts: ['shop.example.com'] });
      service(chart, 'front').calls(cart);
    });
    expect(mesh).toAllow({ from: 'internet', to: 'http://shop.example.com/' });
  });

  test('is refused when nobody says who it is', () => {
    const problems = (binding: IngressBinding) =>
      render((chart) => {
        const cart = service(chart, 'cart');
        service(chart, 'front').calls(cart);
        cart.expose(binding, { hosts: ['a.example.com'] });
      }).problems;
    expect(problems(new IngressBinding('public', 'shop')).join()).toContain('who gateway public is cannot be told');
    expect(problems(new IngressBinding('public', 'shop', { principal: 'cluster.local/ns/g/sa/g' }))).toEqual([]);
  });
});

test('the same calls say who is affected, and which callers STRICT would break', () => {
  const mesh = meshOf((app) => {
    const chart = chartOf(app, 'shop');
    const [front, cart, payments] = [service(chart, 'front'), service(chart, 'cart'), service(chart, 'payments')];
    front.calls(cart);
    cart.calls(payments, { methods: ['POST'] }).calls('api.example.com');
    payments.behave({ retries: { attempts: 3 } });
    const outside = chartOf(app, 'legacy');
    new MeshClient(outside, 'cron', { image: 'a:1', labels: { 'sidecar.istio.io/inject': 'false' } }).calls(payments);
    new MutualTls(chart, 'mutual-tls', { mode: 'PERMISSIVE' });
  });
  const affected = (name: string) => {
    const found = findService(mesh, name);
    return found === undefined ? [] : impact(mesh, found);
  };
  expect(affected('shop/payments')).toEqual([
    { affected: 'legacy/cron', kind: 'calls', through: ['shop/payments'], guard: expect.anything() },
    { affected: 'shop/cart', kind: 'calls', through: ['shop/payments'], guard: { timeout: null, attempts: 3 } },
    { affected: 'shop/front', kind: 'calls', through: ['shop/payments', 'shop/cart'], guard: expect.anything() },
  ]);
  expect(affected('api.example.com').map((row) => row.affected)).toEqual(['shop/cart', 'shop/front']);
  const rows = mtls(mesh).filter(({ breaksUnderStrict }) => breaksUnderStrict.length > 0);
  expect(rows).toMatchObject([{ workload: 'payments-v1', mode: 'PERMISSIVE', breaksUnderStrict: ['legacy/cron'] }]);
});

describe('a call that cannot be meant is a problem of the chart', () => {
  test.each<[string, (front: MeshService, cart: MeshService) => void, string]>([
    ['a port', (front, cart) => front.calls(cart, { port: 81 }), 'cart has no port 81 to call; it has 80, 3306'],
    ['HTTP on TCP', (front, cart) => front.calls(cart, { port: 3306, methods: ['GET'] }), 'port 3306 of cart is not'],
    ['no methods', (front, cart) => front.calls(cart, { methods: [] }), 'an empty list of methods'],
    ['no paths', (front, cart) => front.calls(cart, { paths: [] }), 'an empty list of paths'],
    ['a star inside', (front, cart) => front.calls(cart, { paths: ['/a/*/b'] }), "path '/a/*/b' has a * inside"],
    ['a protocol', (front, cart) => front.calls(cart, { protocol: 'TCP' }), 'protocol is for hosts outside'],
    ['a host of the cluster', (front) => front.calls('cart.shop.svc.cluster.local'), 'call its MeshService'],
    ['a short host', (front) => front.calls('cart'), "'cart' is a host of the cluster"],
    ['a URL', (front) => front.calls('https://api.example.com/'), 'is no host'],
    ['paths outside', (front) => front.calls('api.example.com', { paths: ['/a'] }), 'are not limited'],
    ['no port', (front) => front.calls('api.example.com', { port: 0 }), '0 is no port'],
  ])('%s', (_, declare, message) => {
    const { problems } = render((chart) => {
      const cart = service(chart, 'cart', { ports: [{ number: 80 }, { number: 3306, protocol: 'mysql' }] });
      declare(service(chart, 'front'), cart);
    });
    expect(problems.join('\n')).toContain(message);
  });

  test('but templates and stars at the ends are fine', () => {
    const { problems } = render((chart) => {
      const paths = ['/a*', '*.css', '/users/{*}/cart', '/files/{**}', '*'];
      service(chart, 'front').calls(service(chart, 'cart'), { paths });
    });
    expect(problems).toEqual([]);
  });
});
