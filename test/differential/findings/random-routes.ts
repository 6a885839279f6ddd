import type { Manifest } from '../../../mesh/index.js';
import { type Fields, object, type Random } from './random.js';

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

export function virtualService(random: Random): Manifest {
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

export function destinationRule(random: Random): Manifest {
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

export function gateway(random: Random): Manifest {
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

export function secret(random: Random): Manifest {
  const data = random.draw<Fields>({ 'tls.crt': 'eA==', 'tls.key': 'eA==' }, { cert: 'eA==' }, {});
  return object('v1', 'Secret', random, { type: 'kubernetes.io/tls', data }, random.draw('cert', 'other'));
}

export function serviceEntry(random: Random): Manifest {
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

export function sidecar(random: Random): Manifest {
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

export function kubernetesGateway(random: Random): Manifest {
  const spec = {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: random.draw(80, 8080), protocol: 'HTTP' }],
  };
  return object('gateway.networking.k8s.io/v1', 'Gateway', random, { spec }, random.draw('kube', 'other'));
}
