import { describe, expect, test } from '@jest/globals';
import { type MeshServiceProps, Placement } from '../../constructs/index.js';
import { cart } from './cart.js';
import { render, TWO_CLUSTERS } from './rendered.js';

describe('workloads', () => {
  const ownership = { owner: 'ann@example.com', costCenter: '42', dataClassification: 'internal' };

  test('a Service, a ServiceAccount and a Deployment for each version, labelled and owned', () => {
    const out = render((chart) => cart(chart), { ownership, environment: 'dev' });
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
      cart(chart, {
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
    const existing = render((chart) => cart(chart, { serviceAccount: { name: 'default', existing: true } }));
    expect(existing.places.filter((place) => place.startsWith('ServiceAccount'))).toEqual([]);
    expect(render((chart) => cart(chart, { versions: {} })).places).toEqual(['Service shop/cart cluster']);
  });

  test('versions go to their clusters, the account to those of the versions, the Service to all of its own', () => {
    const versions = { v1: { image: 'a', cluster: 'm1' }, v2: { image: 'b', cluster: 'm1' } };
    expect(render((chart) => cart(chart, { versions }), { placement: TWO_CLUSTERS }).places).toEqual([
      'Deployment shop/cart-v1 m1',
      'Deployment shop/cart-v2 m1',
      'DestinationRule shop/dr-cart asm',
      'Service shop/cart m1,m2',
      'ServiceAccount shop/cart m1',
    ]);
  });

  test('a fleet distributes Deployments and Services; accounts go to the members themselves', () => {
    const placement = Placement.fleet([{ name: 'a' }, { name: 'b' }]);
    expect(render((chart) => cart(chart).splitTraffic({ v1: 100 }), { placement }).places).toEqual([
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
      const { principal, host } = cart(chart, { serviceAccount: { name: 'robot' } });
      expect(principal).toBe('cluster.local/ns/shop/sa/robot');
      expect(host).toBe('cart.shop.svc.cluster.local');
    });
  });
});

describe('ports', () => {
  const portsOf = (ports: MeshServiceProps['ports']) =>
    render((chart) => cart(chart, { ports, versions: {} }))
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
      cart(chart, {
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
    const { problems } = render((chart) => cart(chart, { ports }));
    expect(problems.join('\n')).toContain(`chart/cart: ${message}`);
  });
});

describe('names', () => {
  test('that Kubernetes or Istio would refuse are refused', () => {
    const versions = { 'v1.2': { image: 'a' } };
    expect(render((chart) => cart(chart, { name: 'Cart', versions })).problems).toEqual([
      "chart/cart: 'Cart' cannot be the name of a Service; use at most 63 lower-case letters, digits and dashes, a letter first [SYNTH_INVALID]",
      "chart/cart: version 'v1.2' cannot be a subset; use at most 63 lower-case letters, digits and dashes [SYNTH_INVALID]",
      'chart/cart/service: Service Cart: metadata.name: `Cart` is not a name; use at most 63 lower-case letters, digits and dashes [SYNTH_INVALID]',
      'chart/cart/service-account: ServiceAccount Cart: metadata.name: `Cart` is not a name; use at most 253 lower-case letters, digits, dashes and dots [SYNTH_INVALID]',
      'chart/cart/deployment-v1.2: Deployment Cart-v1.2: metadata.name: `Cart-v1.2` is not a name; use at most 253 lower-case letters, digits, dashes and dots [SYNTH_INVALID]',
      'chart/cart/deployment-v1.2: Deployment Cart-v1.2: spec.template.spec.serviceAccountName: `Cart` is not a name; use at most 253 lower-case letters, digits, dashes and dots [SYNTH_INVALID]',
    ]);
    const name = 'a'.repeat(62);
    expect(render((chart) => cart(chart, { name })).problems).toEqual([]);
    const long = render((chart) => cart(chart, { name, routeForm: 'HTTPRoute' })).problems;
    expect(long.join()).toContain(`'${name}-v1' cannot be the name of a Service`);
  });
});
