import type { Manifest } from '../../../mesh/index.js';

type Fields = Record<string, unknown>;
type Draw = <T>(...choices: readonly T[]) => T;

/**
 * A small mesh made at random by a seed: objects of every kind that the findings read, with fields taken from a few names, labels, hosts and
 * ports, so that they often refer to each other and often miss. Nothing in it is meant; it is to be wrong in ways that nobody thought of.
 */
export function randomMesh(seed: number): readonly Manifest[] {
  const random = new Random(seed);
  const kinds = Object.keys(makers);
  // A few kinds at a time, so that objects of one kind meet.
  const chosen = Array.from({ length: 3 + random.below(5) }, () => kinds[random.below(kinds.length)] ?? '');
  const manifests = new Map<string, Manifest>();
  for (const name of ['shop', 'default', 'other', 'istio-system']) {
    if (!random.chance(12)) {
      manifests.set(`Namespace v1 /${name}`, namespace(random, name));
    }
  }
  for (let index = 0; index < 6 + random.below(10); index += 1) {
    const kind = random.chance(4)
      ? (kinds[random.below(kinds.length)] ?? '')
      : (chosen[random.below(chosen.length)] ?? '');
    const manifest = makers[kind]?.(random);
    if (manifest !== undefined) {
      const { namespace = '', name } = manifest.metadata as { namespace?: string; name: string };
      manifests.set(`${manifest.kind} ${manifest.apiVersion} ${namespace}/${name}`, manifest);
    }
  }
  return [...manifests.values()];
}

class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 2654435761) + 1) >>> 0;
    for (let index = 0; index < 5; index += 1) {
      this.below(2);
    }
  }

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  /** True once in so many times. */
  chance(times: number): boolean {
    return this.below(times) === 0;
  }

  draw: Draw = (...choices) => choices[this.below(choices.length)] as (typeof choices)[number];

  list<T>(most: number, make: () => T, least = 1): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }

  /** The fields, each of them or not. */
  some(fields: Readonly<Record<string, () => unknown>>, times = 3): Fields {
    return Object.fromEntries(
      Object.entries(fields).flatMap(([key, make]) => (this.chance(times) ? [[key, make()]] : [])),
    );
  }

  namespace(): string {
    return this.draw('shop', 'shop', 'default', 'other', 'istio-system');
  }

  name(): string {
    return this.draw('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  }

  labels(): Record<string, string> {
    return this.draw<Record<string, string>>(
      { app: 'reviews' },
      { app: 'reviews', version: 'v1' },
      { app: 'reviews', version: 'v2' },
      { app: 'ratings', version: 'v1' },
      { istio: 'ingress' },
      { istio: 'ingress', app: 'gateway' },
      { app: 'nobody' },
      { 'gateway.networking.k8s.io/gateway-name': 'kube' },
    );
  }

  host(): string {
    return this.draw(
      'reviews',
      'reviews',
      'ratings',
      'reviews.shop.svc.cluster.local',
      'ratings.default.svc.cluster.local',
      'reviews.shop',
      'api.example.com',
      'a.wild.example.com',
      '*.wild.example.com',
      '*.example.com',
      'db.example.com',
      '*',
      'nope',
    );
  }

  exportTo(): string[] {
    return this.draw(['.'], ['*'], ['shop'], ['.', 'other'], ['~']);
  }

  protocol(): string {
    return this.draw('HTTP', 'HTTPS', 'TCP', 'TLS', 'GRPC', 'HTTP2', 'MONGO');
  }
}

function object(apiVersion: string, kind: string, random: Random, rest: Fields, name = random.name()): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: random.namespace() }, ...rest } as Manifest;
}

const inject = (random: Random): Fields =>
  random.some({ 'sidecar.istio.io/inject': () => random.draw('true', 'false', 'False', 'no', '') }, 6);

function annotations(random: Random): Fields {
  return random.some(
    {
      'sidecar.istio.io/inject': () => random.draw('true', 'false', 'nope'),
      'sidecar.istio.io/interceptionMode': () => random.draw('TPROXY', 'tproxy'),
      'traffic.sidecar.istio.io/includeInboundPorts': () => random.draw('*', '80,81', '80,x', ''),
      'traffic.sidecar.istio.io/excludeOutboundIPRanges': () => random.draw('10.0.0.0/8', '10.0.0.1', '*'),
      'networking.istio.io/exportTo': () => random.draw('.', '*'),
      'proxy.istio.io/config': () => random.draw('concurrency: 2', 'concurrency: x', 'a', 'unknown: 1', ''),
      'sidecar.istio.io/nope': () => 'x',
      'istio.io/nope': () => 'x',
      'sidecar.istio.io/extraStatTags': () => 'x',
      'sidecar.istio.io/proxyCPU': () => random.draw('100m', 'x'),
      'example.com/a': () => 'b',
      'galley.istio.io/analyze-suppress': () => random.draw('*', 'IST0107', 'IST0108,IST0135', 'IST0101'),
    },
    7,
  );
}

function podSpec(random: Random, isMade: boolean): Fields {
  const proxy = { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.31.0' };
  const container = {
    name: 'app',
    image: 'app',
    ...random.some({ securityContext: () => ({ runAsUser: random.draw(1337, 1000) }) }, 10),
  };
  return {
    containers: isMade && random.chance(2) ? [container, proxy] : [container],
    ...random.some({ hostNetwork: () => true }, 15),
    ...random.some({ securityContext: () => ({ runAsUser: random.draw(1337, 1000) }) }, 15),
  };
}

function pod(random: Random): Manifest {
  const manifest = object('v1', 'Pod', random, { spec: podSpec(random, true) });
  const labels = { ...random.labels(), ...inject(random) };
  return { ...manifest, metadata: { ...manifest.metadata, labels, annotations: annotations(random) } } as Manifest;
}

function deployment(random: Random): Manifest {
  const labels = { ...random.labels(), ...inject(random) };
  const manifest = object('apps/v1', 'Deployment', random, {
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations: annotations(random) }, spec: podSpec(random, false) },
    },
  });
  return { ...manifest, metadata: { ...manifest.metadata, annotations: annotations(random) } } as Manifest;
}

function service(random: Random): Manifest {
  const port = (): Fields => ({
    port: random.draw(80, 443, 8080, 9000),
    name: random.draw('http', 'http-a', 'tcp', 'foo', 'https', 'grpc-web', 'httpx', 'udp-dns'),
    ...random.some({
      targetPort: () => random.draw<unknown>(8080, 80, 'web'),
      protocol: () => random.draw('TCP', 'UDP'),
      appProtocol: () => random.draw('http', 'foo', 'kubernetes.io/h2c'),
    }),
  });
  const manifest = object(
    'v1',
    'Service',
    random,
    {
      spec: {
        ...(random.chance(8) ? {} : { selector: random.labels() }),
        ports: random.list(2, port),
        ...random.some({ type: () => random.draw('ExternalName', 'LoadBalancer') }, 8),
      },
    },
    random.draw('reviews', 'ratings', 'ingress', 'details'),
  );
  return { ...manifest, metadata: { ...manifest.metadata, annotations: annotations(random) } } as Manifest;
}

function namespace(random: Random, name = random.draw('shop', 'default', 'other', 'third')): Manifest {
  const labels = random.some(
    {
      'istio-injection': () => random.draw('enabled', 'disabled', 'maybe'),
      'istio.io/rev': () => 'canary',
      'istio.io/dataplane-mode': () => random.draw('ambient', 'none'),
    },
    2,
  );
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels, annotations: annotations(random) },
  } as Manifest;
}

function destination(random: Random): Fields {
  return {
    host: random.host(),
    ...random.some({
      subset: () => random.draw('v1', 'v2', 'nope'),
      port: () => ({ number: random.draw(80, 443, 9000, 7) }),
    }),
  };
}

function httpMatch(random: Random): Fields {
  return random.some(
    {
      uri: () => ({ [random.draw('prefix', 'exact', 'regex')]: random.draw('/', '/a', '/a/b', '/ab', '/.*') }),
      headers: () => ({
        [random.draw('x-a', '@request.auth.claims.sub', '@request.auth.claims[iss]')]: { exact: random.draw('1', '2') },
      }),
      port: () => random.draw(80, 81),
      method: () => ({ exact: 'GET' }),
      gateways: () => [random.draw('mesh', 'a', 'shop/a')],
      sourceNamespace: () => 'shop',
      sourceLabels: () => random.labels(),
      ignoreUriCase: () => random.draw(true, false),
      withoutHeaders: () => ({ 'x-a': { exact: '1' } }),
    },
    4,
  );
}

function virtualService(random: Random): Manifest {
  const route = (): Fields[] => {
    const routes = random.list(2, (): Fields => ({ destination: destination(random) }));
    return routes.length === 1 ? routes : routes.map((one) => ({ ...one, weight: random.draw(50, 50, 30) }));
  };
  const http = (): Fields => ({
    ...random.some({ match: () => random.list(2, () => httpMatch(random)) }, 2),
    route: route(),
    ...random.some(
      {
        mirror: () => destination(random),
        mirrors: () => [{ destination: destination(random) }],
        timeout: () => random.draw('1s', '0s', '1ns'),
        retries: () => ({ attempts: 2, perTryTimeout: '1s', retryOn: random.draw('5xx', 'nope') }),
        fault: () => ({
          delay: { fixedDelay: '1s', ...random.some({ percent: () => 5, percentage: () => ({ value: 5 }) }, 2) },
        }),
        rewrite: () => ({ uri: '/' }),
        headers: () => ({ request: { add: { [random.draw('x-a', 'x a')]: 'b' } } }),
      },
      8,
    ),
  });
  return object(
    random.draw('networking.istio.io/v1', 'networking.istio.io/v1beta1', 'networking.istio.io/v1alpha3'),
    'VirtualService',
    random,
    {
      spec: {
        hosts: random.list(2, () => random.host()),
        ...random.some(
          {
            gateways: () =>
              random.list(2, () => random.draw('mesh', 'a', 'b', 'shop/a', 'istio-system/a', 'nope', './a')),
            exportTo: () => random.exportTo(),
            tls: () =>
              random.list(2, () => ({ match: [{ sniHosts: [random.draw('a.com', '*.com')] }], route: route() })),
            tcp: () =>
              random.list(2, () => ({
                ...random.some({ match: () => [{ port: random.draw(80, 81) }] }),
                route: route(),
              })),
          },
          3,
        ),
        ...(random.chance(8) ? {} : { http: random.list(3, http) }),
      },
    },
  );
}

function destinationRule(random: Random): Manifest {
  const tls = (): Fields => ({
    mode: random.draw('SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL', 'DISABLE'),
    ...random.some({ caCertificates: () => '/ca.pem', credentialName: () => 'cert', subjectAltNames: () => ['a'] }),
  });
  const policy = (): Fields =>
    random.some({
      tls,
      loadBalancer: () => ({ simple: 'ROUND_ROBIN' }),
      portLevelSettings: () => random.list(2, () => ({ port: { number: random.draw(80, 443) }, tls: tls() })),
      outlierDetection: () => random.draw<Fields>({ consecutiveErrors: 3 }, { consecutive5xxErrors: 3 }),
    });
  return object('networking.istio.io/v1', 'DestinationRule', random, {
    spec: {
      host: random.host(),
      ...random.some({
        trafficPolicy: policy,
        exportTo: () => random.exportTo(),
        workloadSelector: () => ({ matchLabels: random.labels() }),
      }),
      ...random.some(
        {
          subsets: () =>
            ['v1', 'v2'].map((name) => ({ name, labels: random.labels(), ...random.some({ trafficPolicy: policy }) })),
        },
        2,
      ),
    },
  });
}

function gateway(random: Random): Manifest {
  const server = (index: number): Fields => {
    const protocol = random.draw('HTTP', 'HTTP', 'HTTPS', 'TLS', 'TCP');
    const mode = random.draw('SIMPLE', 'SIMPLE', 'MUTUAL', 'PASSTHROUGH');
    const isTls = protocol === 'HTTPS' || protocol === 'TLS';
    const certificate = random.draw<Fields>(
      { credentialName: 'cert' },
      { credentialName: 'other' },
      { serverCertificate: '/c', privateKey: '/k' },
    );
    const tls = mode === 'PASSTHROUGH' ? { mode } : { mode, ...certificate };
    return {
      port: { number: random.draw(80, 443, 8080), name: `p${index}`, protocol },
      hosts: random.list(2, () =>
        random.draw('*', 'a.com', '*.com', 'shop/a.com', './a.com', '*/reviews.shop.svc.cluster.local'),
      ),
      ...(isTls ? { tls } : {}),
      ...random.some({ bind: () => '1.2.3.4' }, 15),
    };
  };
  const servers = random.list(2, () => 0).map((_, index) => server(index));
  const selector = random.draw<Fields>(
    { istio: 'ingress' },
    { istio: 'ingress', app: 'gateway' },
    { istio: 'ingress' },
    random.labels(),
  );
  const name = random.draw('a', 'b');
  return object(
    'networking.istio.io/v1',
    'Gateway',
    random,
    { spec: { ...(random.chance(12) ? {} : { selector }), servers } },
    name,
  );
}

function secret(random: Random): Manifest {
  const data = random.draw<Fields>({ 'tls.crt': 'eA==', 'tls.key': 'eA==' }, { cert: 'eA==' }, {});
  return object('v1', 'Secret', random, { type: 'kubernetes.io/tls', data }, random.draw('cert', 'other'));
}

function serviceEntry(random: Random): Manifest {
  const port = (): Fields => ({
    number: random.draw(80, 443, 9000),
    name: random.draw('http', 'a', 'b'),
    ...random.some({ protocol: () => random.protocol(), targetPort: () => 8080 }, 2),
  });
  return object('networking.istio.io/v1', 'ServiceEntry', random, {
    spec: {
      hosts: random.list(2, () => random.draw('api.example.com', '*.wild.example.com', 'db.example.com', 'reviews')),
      ports: random.list(2, port),
      resolution: random.draw('NONE', 'STATIC', 'DNS'),
      ...random.some({
        location: () => random.draw('MESH_EXTERNAL', 'MESH_INTERNAL'),
        addresses: () => ['10.1.2.3'],
        exportTo: () => random.exportTo(),
        endpoints: () => [{ address: '10.0.0.1', labels: random.labels() }],
      }),
    },
  });
}

function sidecar(random: Random): Manifest {
  return object('networking.istio.io/v1', 'Sidecar', random, {
    spec: {
      ...random.some({ workloadSelector: () => ({ labels: random.labels() }) }, 2),
      egress: [
        {
          hosts: random.list(2, () => random.draw('./*', '*/*', '~/*', 'shop/reviews.shop.svc.cluster.local', 'a.com')),
        },
      ],
      ...random.some(
        {
          outboundTrafficPolicy: () => ({
            mode: 'ALLOW_ANY',
            ...random.some({ egressProxy: () => ({ host: 'api.example.com' }) }),
          }),
        },
        5,
      ),
    },
  });
}

function envoyFilter(random: Random): Manifest {
  const lua = { '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua' };
  const patch = (): Fields => {
    const applyTo = random.draw(
      'HTTP_FILTER',
      'HTTP_FILTER',
      'NETWORK_FILTER',
      'CLUSTER',
      'ROUTE_CONFIGURATION',
      'HTTP_ROUTE',
      'VIRTUAL_HOST',
      'LISTENER',
    );
    const filter = random.draw<Fields>(
      { name: 'envoy.filters.http.lua', typed_config: lua },
      { name: 'envoy.filters.http.cors' },
      { name: 'envoy.lua', typed_config: lua },
    );
    const value = applyTo.endsWith('FILTER') ? filter : { name: random.draw('x', 'y') };
    return {
      applyTo,
      match: {
        context: 'SIDECAR_INBOUND',
        ...random.some({ proxy: () => ({ proxyVersion: '^1\\.31.*' }) }),
      },
      patch: {
        operation: random.draw('ADD', 'REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'MERGE'),
        ...(random.chance(5) ? {} : { value }),
      },
    };
  };
  return object('networking.istio.io/v1alpha3', 'EnvoyFilter', random, {
    spec: {
      configPatches: random.list(3, patch),
      ...random.some({ priority: () => random.draw(0, 10, -1), workloadSelector: () => ({ labels: random.labels() }) }),
    },
  });
}

function authorizationPolicy(random: Random): Manifest {
  const rule = (): Fields =>
    random.some(
      {
        from: () => [
          {
            source: random.draw<Fields>(
              { namespaces: random.list(2, () => random.draw('shop', 'other', 'nope', 'sh*', '*op')) },
              { notNamespaces: ['nope'] },
              { principals: ['*'] },
            ),
          },
        ],
        to: () => [
          { operation: { methods: ['GET'], ...random.some({ paths: () => [random.draw('/a', '/a*', 'a/*/b')] }) } },
        ],
        when: () => [{ key: random.draw('source.ip', 'request.headers[x]', 'nope'), values: ['10.0.0.0/8'] }],
      },
      2,
    );
  return object('security.istio.io/v1', 'AuthorizationPolicy', random, {
    spec: {
      ...random.some({ selector: () => ({ matchLabels: random.labels() }) }, 2),
      ...random.some({ action: () => random.draw('ALLOW', 'DENY', 'AUDIT', 'CUSTOM') }),
      ...(random.chance(6) ? {} : { rules: random.list(2, rule) }),
    },
  });
}

function requestAuthentication(random: Random): Manifest {
  return object('security.istio.io/v1', 'RequestAuthentication', random, {
    spec: {
      ...random.some({ selector: () => ({ matchLabels: random.labels() }) }, 2),
      jwtRules: [{ issuer: random.draw('a', 'b'), jwksUri: random.draw('https://example.com/jwks', 'nope') }],
    },
  });
}

function peerAuthentication(random: Random): Manifest {
  return object('security.istio.io/v1', 'PeerAuthentication', random, {
    spec: {
      mtls: { mode: random.draw('STRICT', 'PERMISSIVE') },
      ...random.some({
        selector: () => ({ matchLabels: random.labels() }),
        portLevelMtls: () => ({ 80: { mode: 'DISABLE' } }),
      }),
    },
  });
}

function telemetry(random: Random): Manifest {
  return object('telemetry.istio.io/v1', 'Telemetry', random, {
    spec: {
      ...random.some({ selector: () => ({ matchLabels: random.labels() }) }, 2),
      ...random.some(
        {
          accessLogging: () => [random.some({ providers: () => [{ name: 'envoy' }], disabled: () => true }, 2)],
          tracing: () => [
            {
              ...random.some({ providers: () => [{ name: 'zipkin' }] }, 2),
              randomSamplingPercentage: random.draw(10, 110),
            },
          ],
          metrics: () => [{ providers: [{ name: 'prometheus' }] }],
        },
        2,
      ),
    },
  });
}

function wasmPlugin(random: Random): Manifest {
  return object('extensions.istio.io/v1alpha1', 'WasmPlugin', random, {
    spec: {
      url: random.draw('oci://example.com/a:1', 'file:///a.wasm', ''),
      ...random.some({ selector: () => ({ matchLabels: random.labels() }), phase: () => 'AUTHN' }),
    },
  });
}

function workloadEntry(random: Random): Manifest {
  return object('networking.istio.io/v1', 'WorkloadEntry', random, {
    spec: { address: random.draw('10.0.0.9', 'vm.example.com', 'a b'), labels: random.labels() },
  });
}

function kubernetesGateway(random: Random): Manifest {
  const spec = {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: random.draw(80, 8080), protocol: 'HTTP' }],
  };
  return object('gateway.networking.k8s.io/v1', 'Gateway', random, { spec }, random.draw('kube', 'other'));
}

const makers: Readonly<Record<string, (random: Random) => Manifest>> = {
  pod,
  deployment,
  service,
  namespace,
  virtualService,
  destinationRule,
  gateway,
  secret,
  serviceEntry,
  sidecar,
  envoyFilter,
  authorizationPolicy,
  requestAuthentication,
  peerAuthentication,
  telemetry,
  wasmPlugin,
  workloadEntry,
  kubernetesGateway,
};
