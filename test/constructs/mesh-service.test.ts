import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import {
  IngressBinding,
  type MeshChart,
  MeshService,
  type MeshServiceProps,
  Placement,
} from '../../constructs/index.js';
import { render, TWO_CLUSTERS } from './rendered.js';

const v1v2 = { v1: { image: 'shop:1' }, v2: { image: 'shop:2' } };
const gateway = new IngressBinding('public', 'shop');

function service(chart: MeshChart, props: Partial<MeshServiceProps> = {}): MeshService {
  return new MeshService(chart, 'cart', { ports: { number: 80, targetPort: 8080 }, versions: v1v2, ...props });
}

describe('workloads', () => {
  const ownership = { owner: 'ann@example.com', costCenter: '42', dataClassification: 'internal' };

  test('a Service, a ServiceAccount and a Deployment for each version, labelled and owned', () => {
    const out = render((chart) => service(chart), { ownership, environment: 'dev' });
    expect(out.problems).toEqual([]);
    expect(out.places).toEqual([
      'Deployment shop/cart-v1 cluster',
      'Deployment shop/cart-v2 cluster',
      'DestinationRule shop/dr-cart cluster',
      'Service shop/cart cluster',
      'ServiceAccount shop/cart cluster',
    ]);
    const { metadata, spec } = out.only('Deployment', 'cart-v1');
    const labels = { app: 'cart', version: 'v1', team: 'ann', env: 'dev' };
    expect(metadata.labels).toEqual(labels);
    expect(metadata.annotations).toEqual({
      owner: 'ann@example.com',
      'cost-center': '42',
      'data-classification': 'internal',
    });
    expect(spec.selector.matchLabels).toEqual({ app: 'cart', version: 'v1' });
    expect(spec.template.metadata.labels).toEqual(labels);
    const [container] = spec.template.spec.containers;
    expect(spec.template.spec.serviceAccountName).toBe('cart');
    expect(container.ports).toEqual([{ containerPort: 8080 }]);
    expect(container.readinessProbe.tcpSocket).toEqual({ port: 8080 });
    expect(container.livenessProbe.tcpSocket).toEqual({ port: 8080 });
    expect(container.resources).toEqual({
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { memory: '256Mi' },
    });
    expect(container.securityContext).toMatchObject({ runAsNonRoot: true, allowPrivilegeEscalation: false });
    expect(out.only('Service').spec).toEqual({
      selector: { app: 'cart' },
      ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
    });
  });

  test('every default can be said otherwise', () => {
    const out = render((chart) =>
      service(chart, {
        name: 'basket',
        namespace: 'other',
        labels: { tier: 'back' },
        serviceAccount: { name: 'robot', labels: { a: 'b' } },
        versions: {
          v1: {
            image: 'shop:1',
            imagePullPolicy: 'Always',
            containerName: 'web',
            command: ['run'],
            args: ['-x'],
            env: { MODE: 'a' },
            replicas: 3,
            resources: { requests: { cpu: '1' } },
            readinessProbe: { httpGet: { path: '/', port: 1 } },
            livenessProbe: 'none',
            securityContext: { runAsUser: 7 },
            container: { workingDir: '/tmp' },
            podLabels: { sidecar: 'big', app: 'ignored' },
            podAnnotations: { note: 'x' },
            pod: { terminationGracePeriodSeconds: 5 },
            deployment: { minReadySeconds: 9 },
          },
        },
      }),
    );
    expect(out.problems).toEqual([]);
    const { spec } = out.only('Deployment', 'basket-v1');
    expect(spec).toMatchObject({ replicas: 3, minReadySeconds: 9 });
    expect(spec.template.metadata).toEqual({
      labels: { app: 'basket', version: 'v1', sidecar: 'big' },
      annotations: { note: 'x' },
    });
    expect(spec.template.spec).toMatchObject({ serviceAccountName: 'robot', terminationGracePeriodSeconds: 5 });
    expect(spec.template.spec.containers).toEqual([
      {
        name: 'web',
        image: 'shop:1',
        imagePullPolicy: 'Always',
        command: ['run'],
        args: ['-x'],
        env: [{ name: 'MODE', value: 'a' }],
        ports: [{ containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/', port: 1 } },
        resources: { requests: { cpu: '1' } },
        securityContext: { runAsUser: 7 },
        workingDir: '/tmp',
      },
    ]);
    expect(out.only('ServiceAccount', 'robot').metadata).toMatchObject({ namespace: 'other', labels: { a: 'b' } });
    expect(out.only('Service', 'basket').metadata.labels).toEqual({ app: 'basket', tier: 'back' });
  });

  test('an account that exists, and a service without versions, make no ServiceAccount', () => {
    const existing = render((chart) => service(chart, { serviceAccount: { name: 'default', existing: true } }));
    expect(existing.places.filter((place) => place.startsWith('ServiceAccount'))).toEqual([]);
    expect(render((chart) => service(chart, { versions: {} })).places).toEqual(['Service shop/cart cluster']);
  });

  test('versions go to their clusters, the account to those of the versions, the Service to all of its own', () => {
    const versions = { v1: { image: 'a', cluster: 'm1' }, v2: { image: 'b', cluster: 'm1' } };
    expect(render((chart) => service(chart, { versions }), { placement: TWO_CLUSTERS }).places).toEqual([
      'Deployment shop/cart-v1 m1',
      'Deployment shop/cart-v2 m1',
      'DestinationRule shop/dr-cart asm',
      'Service shop/cart m1,m2',
      'ServiceAccount shop/cart m1',
    ]);
  });

  test('a fleet distributes Deployments and Services; accounts go to the members themselves', () => {
    const placement = Placement.fleet([{ name: 'a' }, { name: 'b' }]);
    expect(render((chart) => service(chart).splitTraffic({ v1: 100 }), { placement }).places).toEqual([
      'Deployment shop/cart-v1 fleet',
      'Deployment shop/cart-v2 fleet',
      'DestinationRule shop/dr-cart fleet',
      'Service shop/cart fleet',
      'ServiceAccount shop/cart a,b',
      'VirtualService shop/vs-cart-traffic fleet',
    ]);
  });

  test('knows its principal and host', () => {
    render((chart) => {
      const cart = service(chart, { serviceAccount: { name: 'robot' } });
      expect(cart.principal).toBe('cluster.local/ns/shop/sa/robot');
      expect(cart.host).toBe('cart.shop.svc.cluster.local');
    });
  });
});

describe('ports', () => {
  const portsOf = (ports: MeshServiceProps['ports']) =>
    render((chart) => service(chart, { ports, versions: {} }))
      .only('Service')
      .spec.ports.map(({ name }: { name?: string }) => name);

  test('have names that are unique and tell the protocol', () => {
    expect(portsOf([{ number: 80 }, { number: 8080 }, { number: 90, protocol: 'grpc' }])).toEqual([
      'http',
      'http-8080',
      'grpc',
    ]);
    expect(portsOf([{ number: 8080 }, { number: 80, name: 'http' }])).toEqual(['http-8080', 'http']);
    expect(portsOf({ number: 80, protocol: 'auto' })).toEqual([undefined]);
    expect(portsOf([{ number: 80, protocol: 'auto' }, { number: 81 }])).toEqual(['auto-80', 'http']);
  });

  test('that share a container port open it once', () => {
    const out = render((chart) =>
      service(chart, {
        ports: [
          { number: 80, targetPort: 8080 },
          { number: 81, targetPort: 8080 },
        ],
      }),
    );
    expect(out.only('Deployment', 'cart-v1').spec.template.spec.containers[0].ports).toEqual([{ containerPort: 8080 }]);
  });

  test.each([
    [[], 'the service has no port'],
    [{ number: 0 }, 'port 0 of the service'],
    [{ number: 80, targetPort: 70000 }, 'port 70000 of the service'],
    [[{ number: 80 }, { number: 80 }], 'port 80 is declared twice'],
    [{ number: 80, name: 'web' }, "port name 'web' hides the protocol from the mesh; name it http or http-web"],
    [
      [
        { number: 80, name: 'http-a' },
        { number: 81, name: 'http-a' },
      ],
      "port name 'http-a' is used twice",
    ],
    [{ number: 80, name: 'http-A' }, "port name 'http-A' is no DNS label"],
  ] as const)('refuses %j', (ports, message) => {
    const { problems } = render((chart) => service(chart, { ports }));
    expect(problems.join('\n')).toContain(`chart/cart: ${message}`);
  });
});

describe('names', () => {
  test('that Kubernetes or Istio would refuse are refused', () => {
    const versions = { 'v1.2': { image: 'a' } };
    expect(render((chart) => service(chart, { name: 'Cart', versions })).problems).toEqual([
      "chart/cart: 'Cart' cannot be the name of a Service; use at most 63 lower-case letters, digits and dashes, a letter first [SYNTH_INVALID]",
      "chart/cart: version 'v1.2' cannot be a subset; use at most 63 lower-case letters, digits and dashes [SYNTH_INVALID]",
    ]);
    const name = 'a'.repeat(62);
    expect(render((chart) => service(chart, { name })).problems).toEqual([]);
    const long = render((chart) => service(chart, { name, routeForm: 'HTTPRoute' })).problems;
    expect(long.join()).toContain(`'${name}-v1' cannot be the name of a Service`);
  });
});

describe('routes in the VirtualService form', () => {
  test('a split needs no match and keeps versions of weight 0', () => {
    const { spec, metadata } = render((chart) => service(chart).splitTraffic({ v1: 100, v2: 0 })).only(
      'VirtualService',
    );
    expect(metadata.name).toBe('vs-cart-traffic');
    expect(spec).toEqual({
      hosts: ['cart'],
      http: [
        {
          route: [
            { destination: { host: 'cart', port: { number: 80 }, subset: 'v1' }, weight: 100 },
            { destination: { host: 'cart', port: { number: 80 }, subset: 'v2' }, weight: 0 },
          ],
        },
      ],
    });
  });

  test('with several HTTP ports a call in the mesh keeps its port, one from outside gets the first', () => {
    const { spec } = render((chart) =>
      service(chart, { ports: [{ number: 80 }, { number: 81 }] }).expose(gateway, { hosts: ['a.example.com'] }),
    ).only('VirtualService');
    expect(spec.http).toEqual([
      { match: [{ gateways: ['public'] }], route: [{ destination: { host: 'cart', port: { number: 80 } } }] },
      { match: [{ gateways: ['mesh'] }], route: [{ destination: { host: 'cart' } }] },
    ]);
  });

  test('matches, behaviour and names of a rule are written as Istio has them', () => {
    const { spec } = render((chart) =>
      service(chart)
        .behave({ timeout: Duration.seconds(5) })
        .route({
          name: 'testers',
          match: [
            { headers: { 'X-User': { prefix: 'test-' } }, cookies: { user: 'a.b' }, method: 'GET' },
            { queryParams: { q: { regex: 'a+' } }, sourceLabels: { app: 'web' } },
          ],
          weights: { v2: 100 },
          retries: { attempts: 3, perTryTimeout: Duration.millis(1500), retryOn: ['5xx', 'reset'] },
          fault: { abort: { httpStatus: 503 }, delay: { fixedDelay: Duration.seconds(2), percentage: 10 } },
          mirror: { version: 'v1', percentage: 5 },
          requestHeaders: { set: { a: 'b' }, remove: ['c'] },
          responseHeaders: { add: { d: 'e' } },
          rewrite: { uri: '/new', authority: 'b' },
        }),
    ).only('VirtualService');
    expect(spec.http[0]).toEqual({
      name: 'testers',
      match: [
        {
          headers: { 'x-user': { prefix: 'test-' }, cookie: { regex: '^(.*;\\s*)?user=a\\.b(;.*)?$' } },
          method: { exact: 'GET' },
        },
        { queryParams: { q: { regex: 'a+' } }, sourceLabels: { app: 'web' } },
      ],
      route: [{ destination: { host: 'cart', port: { number: 80 }, subset: 'v2' }, weight: 100 }],
      timeout: '5s',
      retries: { attempts: 3, perTryTimeout: '1500ms', retryOn: '5xx,reset' },
      fault: {
        abort: { httpStatus: 503, percentage: { value: 100 } },
        delay: { fixedDelay: '2s', percentage: { value: 10 } },
      },
      mirror: { host: 'cart', port: { number: 80 }, subset: 'v1' },
      mirrorPercentage: { value: 5 },
      headers: { request: { set: { a: 'b' }, remove: ['c'] }, response: { add: { d: 'e' } } },
      rewrite: { uri: '/new', authority: 'b' },
    });
    expect(spec.http[1]).toEqual({ route: [{ destination: { host: 'cart', port: { number: 80 } } }], timeout: '5s' });
  });

  test('a rule opens no path at a gateway that is not exposed', () => {
    const { spec } = render((chart) =>
      service(chart)
        .route({ name: 'admin', match: { uri: { prefix: '/admin' } }, weights: { v2: 100 } })
        .route({ name: 'api', match: { uri: { prefix: '/api/v1' } }, weights: { v2: 100 } })
        .expose(gateway, { hosts: ['a.example.com'], paths: [{ prefix: '/api' }, '/login'] }),
    ).only('VirtualService');
    const atGateway = spec.http.flatMap(({ match = [] }: { match?: { gateways?: string[]; uri?: unknown }[] }) =>
      match.filter(({ gateways }) => gateways?.includes('public')).map(({ uri }) => uri),
    );
    expect(atGateway).toEqual([{ prefix: '/api/v1' }, { prefix: '/api' }, { exact: '/login' }]);
    expect(spec.http.filter(({ name }: { name?: string }) => name === 'admin')).toEqual([
      expect.objectContaining({ match: [{ uri: { prefix: '/admin' }, gateways: ['mesh'] }] }),
    ]);
  });

  test('exposures with different hosts keep their paths apart', () => {
    const { spec } = render((chart) =>
      service(chart)
        .expose(gateway, { hosts: ['a.example.com'], paths: ['/a'] })
        .expose(gateway, { hosts: ['*.b.com'] }),
    ).only('VirtualService');
    expect(spec.http.map(({ match }: { match: unknown }) => match)).toEqual([
      [{ uri: { exact: '/a' }, gateways: ['public'], authority: { regex: '(a\\.example\\.com)(:[0-9]+)?' } }],
      [{ gateways: ['public'], authority: { regex: '(.+\\.b\\.com)(:[0-9]+)?' } }],
      [{ gateways: ['mesh'] }],
    ]);
  });

  test('a host * binds the gateway only, and comes after named hosts', () => {
    const other = new IngressBinding('inner', 'istio-system');
    const { spec } = render((chart) =>
      service(chart)
        .expose(gateway, { hosts: ['*'] })
        .expose(other, { hosts: ['a.example.com'] }),
    ).only('VirtualService');
    expect(spec.hosts).toEqual(['*', 'a.example.com']);
    expect(spec.gateways).toEqual(['public', 'istio-system/inner']);
    expect(spec.http.map(({ match }: { match: { gateways: string[] }[] }) => match[0]?.gateways)).toEqual([
      ['istio-system/inner'],
      ['public'],
    ]);
  });

  test('source labels never hold at a gateway', () => {
    const { spec } = render((chart) =>
      service(chart)
        .route({ match: { sourceLabels: { app: 'web' } }, weights: { v2: 100 } })
        .expose(gateway, { hosts: ['a.example.com'], paths: ['/a'] }),
    ).only('VirtualService');
    expect(spec.http[0].match).toEqual([{ sourceLabels: { app: 'web' }, gateways: ['mesh'] }]);
  });

  test('a field without a value says nothing', () => {
    const out = render((chart) =>
      service(chart)
        .behave({ timeout: undefined })
        .behave({ timeout: Duration.seconds(1) })
        .route({ match: { method: 'GET' }, timeout: undefined })
        .limit({ tls: undefined }),
    );
    expect(out.problems).toEqual([]);
    expect(out.only('VirtualService').spec.http[0].timeout).toBe('1s');
    expect(out.only('DestinationRule').spec.trafficPolicy).toBeUndefined();
  });

  test('limits become the traffic policy of the service and of its versions', () => {
    const { spec } = render((chart) =>
      service(chart)
        .limit({
          connectionPool: { maxConnections: 1, connectTimeout: Duration.seconds(1), maxRetries: 2 },
          loadBalancing: { consistentHash: { cookie: 'user', ttl: Duration.hours(1) } },
          tls: { mode: 'SIMPLE', sni: 'a' },
        })
        .limit({ outlierDetection: { consecutiveGatewayErrors: 2 }, loadBalancing: 'RANDOM' }, 'v2'),
    ).only('DestinationRule', 'dr-cart');
    expect(spec).toEqual({
      host: 'cart',
      trafficPolicy: {
        connectionPool: { tcp: { maxConnections: 1, connectTimeout: '1s' }, http: { maxRetries: 2 } },
        loadBalancer: { consistentHash: { httpCookie: { name: 'user', ttl: '1h' } } },
        tls: { mode: 'SIMPLE', sni: 'a' },
      },
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        {
          name: 'v2',
          labels: { version: 'v2' },
          trafficPolicy: { outlierDetection: { consecutiveGatewayErrors: 2 }, loadBalancer: { simple: 'RANDOM' } },
        },
      ],
    });
  });
});

describe('routes in the HTTPRoute form', () => {
  const http = (chart: MeshChart) => service(chart, { routeForm: 'HTTPRoute' });
  const own = new IngressBinding('public', 'edge', { form: 'GatewayApi' });

  test('split between a Service for each version', () => {
    const out = render((chart) => http(chart).splitTraffic({ v1: 90, v2: 10 }));
    expect(out.only('Service', 'cart-v2').spec.selector).toEqual({ app: 'cart', version: 'v2' });
    expect(out.only('HTTPRoute', 'route-cart').spec).toEqual({
      parentRefs: [{ group: '', kind: 'Service', name: 'cart', port: 80 }],
      rules: [
        {
          backendRefs: [
            { name: 'cart-v1', port: 80, weight: 90 },
            { name: 'cart-v2', port: 80, weight: 10 },
          ],
        },
      ],
    });
    expect(out.places.filter((place) => place.startsWith('DestinationRule'))).toEqual([]);
  });

  test('a gateway has a route of its own, so its hosts and paths hold there only', () => {
    const out = render((chart) =>
      http(chart)
        .behave({ timeout: Duration.millis(123_456) })
        .expose(own, { hosts: ['a.example.com'], paths: [{ prefix: '/a' }] })
        .expose(own, { hosts: ['*'] }),
    );
    expect(out.problems).toEqual([]);
    expect(out.only('HTTPRoute', 'route-cart').spec.rules).toEqual([
      { timeouts: { request: '2m3s456ms' }, backendRefs: [{ name: 'cart', port: 80 }] },
    ]);
    expect(out.only('HTTPRoute', 'route-cart-public').spec).toMatchObject({
      parentRefs: [{ kind: 'Gateway', name: 'public', namespace: 'edge' }],
      hostnames: ['a.example.com'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/a' } }] }],
    });
    expect(out.only('HTTPRoute', 'route-cart-public-2').spec.hostnames).toBeUndefined();
  });

  test('a prefix that is rewritten is the only match of its rule', () => {
    const { spec } = render((chart) =>
      http(chart).route({
        name: 'old',
        match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }, { uri: '/c' }],
        rewrite: { uri: '/new' },
      }),
    ).only('HTTPRoute');
    const rules = spec.rules.slice(0, -1);
    expect(rules.map(({ matches }: { matches: unknown[] }) => matches.length)).toEqual([1, 1, 1]);
    expect(
      rules.map(
        (rule: { filters: { urlRewrite: { path: { type: string } } }[] }) => rule.filters[0]?.urlRewrite.path.type,
      ),
    ).toEqual(['ReplacePrefixMatch', 'ReplacePrefixMatch', 'ReplaceFullPath']);
  });

  test('limits reach the hosts that the route sends to', () => {
    const out = render((chart) =>
      http(chart)
        .limit({ loadBalancing: 'RANDOM', connectionPool: { maxConnections: 9 } })
        .limit({ loadBalancing: 'ROUND_ROBIN' }, 'v2'),
    );
    expect(out.only('DestinationRule', 'dr-cart').spec.host).toBe('cart');
    expect(out.only('DestinationRule', 'dr-cart-v1').spec).toMatchObject({
      host: 'cart-v1',
      trafficPolicy: { loadBalancer: { simple: 'RANDOM' } },
    });
    expect(out.only('DestinationRule', 'dr-cart-v2').spec.trafficPolicy).toEqual({
      connectionPool: { tcp: { maxConnections: 9 } },
      loadBalancer: { simple: 'ROUND_ROBIN' },
    });
  });

  test('says what it cannot say', () => {
    const { problems } = render((chart) =>
      http(chart)
        .behave({ retries: { attempts: 1 }, fault: { abort: { httpStatus: 500 } } })
        .route({ match: { sourceLabels: { a: 'b' } } })
        .expose(gateway, { hosts: ['*'] }),
    );
    expect(problems.join('\n')).toMatch(
      /no fault injection[\s\S]*retries are not[\s\S]*source labels[\s\S]*takes no HTTPRoute/,
    );
    expect(render((chart) => service(chart).expose(own, { hosts: ['a'] })).problems.join()).toContain(
      'gateway public is of the Gateway API, which takes no VirtualService',
    );
  });
});

describe('what cannot be routed is refused', () => {
  const inside = (paths: { prefix: string }[]) => ({ hosts: ['a.example.com'], paths });
  test.each<[string, (service: MeshService) => unknown, string]>([
    ['weights', (cart) => cart.splitTraffic({ v1: 90, v2: 20 }), 'the weights sum to 110; they must sum to 100'],
    ['half a weight', (cart) => cart.splitTraffic({ v1: 99.5, v2: 0.5 }), "weight 99.5 of 'v1'"],
    ['an unknown version', (cart) => cart.splitTraffic({ v9: 100 }), "there is no version 'v9'; versions are v1, v2"],
    [
      'two splits',
      (cart) => cart.splitTraffic({ v1: 100 }).splitTraffic({ v2: 100 }),
      'weights of the service set twice',
    ],
    [
      'two policies',
      (cart) => cart.limit({ loadBalancing: 'RANDOM' }).limit({ loadBalancing: 'RANDOM' }),
      'loadBalancing of the service set twice',
    ],
    ['an unknown mirror', (cart) => cart.behave({ mirror: { version: 'v9' } }), "the mirror: there is no version 'v9'"],
    ['a match of everything', (cart) => cart.route({ match: {} }), 'rule 1: a match has no condition'],
    ['no match', (cart) => cart.route({ match: [] }), 'rule 1: the list of matches is empty'],
    ['two cookies', (cart) => cart.route({ match: { cookies: { a: '1', b: '2' } } }), 'a match has several cookies'],
    [
      'a cookie twice',
      (cart) => cart.route({ match: { cookies: { a: '1' }, headers: { Cookie: 'b' } } }),
      'both cookies and a cookie header',
    ],
    ['a header twice', (cart) => cart.route({ match: { headers: { A: '1', a: '2' } } }), "header 'a' twice"],
    ['no RE2', (cart) => cart.route({ match: { uri: { regex: '/(?=a)' } } }), "'/(?=a)' is no regular expression"],
    [
      'a timeout of nothing',
      (cart) => cart.route({ match: { uri: '/' }, timeout: Duration.millis(0) }),
      'timeout is shorter than a millisecond',
    ],
    ['half a retry', (cart) => cart.behave({ retries: { attempts: 0.5 } }), '0.5 retries'],
    [
      'settings of no retry',
      (cart) => cart.behave({ retries: { attempts: 0, retryOn: ['5xx'] } }),
      'retries are off with 0 attempts',
    ],
    ['an empty fault', (cart) => cart.behave({ fault: {} }), 'the fault is empty'],
    ['a status', (cart) => cart.behave({ fault: { abort: { httpStatus: 99 } } }), 'status 99'],
    ['a share', (cart) => cart.behave({ mirror: { version: 'v1', percentage: 101 } }), 'the mirror is for 101 %'],
    ['an empty rewrite', (cart) => cart.behave({ rewrite: {} }), 'the rewrite changes nothing'],
    ['no host', (cart) => cart.expose(gateway, { hosts: [] }), 'an exposure has no hosts'],
    ['no path', (cart) => cart.expose(gateway, inside([])), 'an exposure has an empty list of paths'],
    [
      'a port',
      (cart) => cart.expose(gateway, { hosts: ['a'], port: 81 }),
      'exposed port 81 is no HTTP port; HTTP ports are 80',
    ],
    [
      'a regular expression within a prefix',
      (cart) => cart.route({ match: { uri: { regex: '/a.*' } } }).expose(gateway, inside([{ prefix: '/b' }])),
      'cannot be told; use a prefix or exact paths',
    ],
    [
      'source labels with every host',
      (cart) => cart.route({ match: { sourceLabels: { a: 'b' } } }).expose(gateway, { hosts: ['*'] }),
      'host * routes at the gateway only',
    ],
    [
      'a host that the gateway does not serve',
      (cart) => cart.expose(new IngressBinding('g', 'shop', { hosts: ['./*.a.com'] }), { hosts: ['b.com', 'x.a.com'] }),
      "gateway g does not listen for host 'b.com'; it serves *.a.com",
    ],
  ])('%s', (_what, declare, message) => {
    const { problems } = render((chart) => declare(service(chart)));
    expect(problems[0]).toContain('chart/cart: ');
    expect(problems[0]).toContain(message);
  });

  test('HTTP routes on ports that are not HTTP', () => {
    const { problems } = render((chart) =>
      service(chart, { ports: { number: 6379, protocol: 'redis' } }).splitTraffic({ v1: 100 }),
    );
    expect(problems.join()).toContain('routes need an HTTP port');
  });

  test('all at once', () => {
    const { problems } = render((chart) => service(chart).splitTraffic({ v9: 7 }).expose(gateway, { hosts: [] }));
    expect(problems).toHaveLength(3);
  });
});
