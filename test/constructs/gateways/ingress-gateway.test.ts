import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import {
  GatewayRateLimit,
  IngressGateway,
  type IngressGatewayProps,
  type ListenProps,
  LoadBalancer,
  listen,
  Placement,
} from '../../../constructs/index.js';
import { render, TWO_CLUSTERS } from '../rendered.js';

const asm = (props: IngressGatewayProps = {}, placement = TWO_CLUSTERS) =>
  render((chart) => new IngressGateway(chart, 'ingressgateway', props), { placement });
const plain = (props: IngressGatewayProps = {}) =>
  render((chart) => new IngressGateway(chart, 'ingressgateway', props), { placement: Placement.single('kind') });

const ADDRESS = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

describe('with ASM', () => {
  test('an IstioGateway with a new CLB on the Internet, ports 80 and 443', () => {
    const out = asm({}, Placement.asm([{ name: 'a' }]));
    expect(out.places).toEqual(['IstioGateway istio-system/ingressgateway asm']);
    const { spec, metadata } = out.only('IstioGateway');
    expect(metadata.annotations).toMatchObject({ 'asm.alibabacloud.com/managed-by-asm': 'true' });
    expect(spec).toEqual({
      gatewayType: 'ingress',
      dnsPolicy: 'ClusterFirst',
      externalTrafficPolicy: 'Local',
      hostNetwork: false,
      ports: [
        { name: 'http', port: 80, targetPort: 80, protocol: 'TCP' },
        { name: 'https', port: 443, targetPort: 443, protocol: 'TCP' },
      ],
      replicaCount: 2,
      resources: { limits: { cpu: '2', memory: '2G' }, requests: { cpu: '200m', memory: '256Mi' } },
      rollingMaxSurge: '100%',
      rollingMaxUnavailable: '25%',
      runAsRoot: true,
      serviceType: 'LoadBalancer',
      serviceAnnotations: { [`${ADDRESS}address-type`]: 'internet' },
    });
  });

  test('a private CLB, an existing one, or none', () => {
    const annotations = (props: IngressGatewayProps) => asm(props).only('IstioGateway').spec.serviceAnnotations;
    expect(annotations({ loadBalancer: LoadBalancer.create('intranet', 'slb.s1.small') })).toEqual({
      [`${ADDRESS}address-type`]: 'intranet',
      [`${ADDRESS}spec`]: 'slb.s1.small',
    });
    expect(annotations({ loadBalancer: LoadBalancer.existing('lb-1') })).toEqual({
      [`${ADDRESS}id`]: 'lb-1',
      [`${ADDRESS}force-override-listeners`]: 'false',
    });
    expect(annotations({ loadBalancer: LoadBalancer.existing('lb-1', { overrideListeners: true }) })).toMatchObject({
      [`${ADDRESS}force-override-listeners`]: 'true',
    });
    expect(annotations({ serviceType: 'NodePort' })).toBeUndefined();
  });

  test('for some clusters it names them, by a placeholder if need be, and never takes all', () => {
    const ids = (clusters?: string[], placement = TWO_CLUSTERS) =>
      asm({ clusters }, placement).only('IstioGateway').spec.clusterIds;
    expect(ids(['m1'])).toEqual(['c1']);
    expect(ids(['m2'])).toEqual(['<id of m2>']);
    expect(ids(undefined, Placement.asm([{ name: 'a' }]))).toBeUndefined();
    expect(ids(['elsewhere'], Placement.asm([{ name: 'a' }]))).toBeUndefined();
  });

  test('autoscaling, pod labels, and any other field', () => {
    const { spec } = asm({
      autoscaling: { min: 2, max: 5, cpuPercent: 60 },
      podLabels: { tier: 'edge' },
      asm: { hostNetwork: true, kernel: { parameters: {} } },
    }).only('IstioGateway');
    expect(spec).toMatchObject({
      autoscaleEnabled: true,
      minReplicas: 2,
      maxReplicas: 5,
      cpu: { targetAverageUtilization: 60 },
      podLabels: { tier: 'edge' },
      hostNetwork: true,
      kernel: { parameters: {} },
    });
  });
});

describe('without ASM', () => {
  test('the Deployment and Service that ASM would make, and the right to read certificates', () => {
    const out = plain();
    expect(out.problems).toEqual([]);
    expect(out.places).toEqual(
      ['Deployment', 'Role', 'RoleBinding', 'Service', 'ServiceAccount'].map(
        (kind) => `${kind} istio-system/istio-ingressgateway kind`,
      ),
    );
    const labels = { app: 'istio-ingressgateway', istio: 'ingressgateway' };
    const { spec } = out.only('Deployment');
    expect(spec).toMatchObject({ replicas: 2, selector: { matchLabels: labels } });
    expect(spec.template.metadata).toEqual({
      labels: { ...labels, 'sidecar.istio.io/inject': 'true' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
    });
    expect(spec.template.spec.containers[0]).toMatchObject({ name: 'istio-proxy', image: 'auto' });
    expect(out.only('Role')['rules']).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] },
    ]);
    expect(out.only('RoleBinding')).toMatchObject({
      roleRef: { kind: 'Role', name: 'istio-ingressgateway' },
      subjects: [{ kind: 'ServiceAccount', name: 'istio-ingressgateway', namespace: 'istio-system' }],
    });
    expect(out.only('Service').spec).toEqual({
      type: 'LoadBalancer',
      selector: labels,
      ports: [
        { name: 'http', port: 80, targetPort: 80, protocol: 'TCP' },
        { name: 'https', port: 443, targetPort: 443, protocol: 'TCP' },
      ],
    });
  });

  test('scales, and leaves the number of pods to the autoscaler', () => {
    const out = plain({ autoscaling: { min: 1, max: 3, cpuPercent: 80 } });
    expect(out.problems).toEqual([]);
    expect(out.only('Deployment').spec.replicas).toBeUndefined();
    expect(out.only('HorizontalPodAutoscaler').spec).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'istio-ingressgateway' },
      minReplicas: 1,
      maxReplicas: 3,
    });
  });

  test('takes node ports, the load balancer, annotations and pod labels', () => {
    const node = plain({
      serviceType: 'NodePort',
      externalTrafficPolicy: 'Local',
      ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }],
      loadBalancer: LoadBalancer.create('intranet'),
      podLabels: { 'istio.io/rev': 'canary', istio: 'ignored' },
      resources: { requests: { cpu: '1' } },
    });
    const service = node.only('Service');
    expect(service.spec).toMatchObject({
      externalTrafficPolicy: 'Local',
      ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }],
    });
    expect(service.metadata.annotations).toBeUndefined();
    const { template } = node.only('Deployment').spec;
    expect(template.metadata.labels).toMatchObject({ 'istio.io/rev': 'canary', istio: 'ingressgateway' });
    expect(template.spec.containers[0].resources).toEqual({ requests: { cpu: '1' } });
    const balanced = plain({ loadBalancer: LoadBalancer.create('intranet'), annotations: { a: 'b' } }).only('Service');
    expect(balanced.metadata.annotations).toEqual({ [`${ADDRESS}address-type`]: 'intranet', a: 'b' });
  });
});

test.each([
  [[{ name: 'a', port: 0 }], "port 0 of 'a'"],
  [[{ name: 'a', port: 80, targetPort: 1.5 }], "port 1.5 of 'a'"],
  [
    [
      { name: 'a', port: 80 },
      { name: 'a', port: 80 },
    ],
    "name 'a' is used twice",
  ],
])('refuses ports %j', (ports, message) => {
  expect(plain({ ports }).problems.join('\n')).toContain(message);
  expect(asm({ ports }).problems.join('\n')).toContain(message);
});

describe('listen', () => {
  const listening = (servers: ListenProps['servers'], ports?: IngressGatewayProps['ports']) =>
    render((chart) => new IngressGateway(chart, 'gate', { ports }).listen(chart, 'web', { servers }));

  test('writes a Gateway for the pods, with protocols, ports and names that fit', () => {
    const hosts = ['a.example.com'];
    const out = listening(
      [
        { hosts, tls: { httpsRedirect: true } },
        { hosts, tls: { credentialName: 'a-tls' } },
        { hosts: ['b.example.com'], tls: { credentialName: 'b-tls', mode: 'MUTUAL' } },
        { hosts: ['c.example.com'], protocol: 'TLS', tls: { mode: 'PASSTHROUGH' } },
        { hosts, protocol: 'GRPC', port: 9090 },
      ],
      [80, 443, 9090].map((port) => ({ name: `p${port}`, port })),
    );
    expect(out.problems).toEqual([]);
    const { spec, metadata } = out.only('Gateway');
    expect(metadata).toMatchObject({ name: 'web', namespace: 'shop' });
    expect(spec.selector).toEqual({ istio: 'gate' });
    expect(spec.servers).toEqual([
      { hosts, port: { number: 80, name: 'http', protocol: 'HTTP' }, tls: { httpsRedirect: true } },
      {
        hosts,
        port: { number: 443, name: 'https', protocol: 'HTTPS' },
        tls: { mode: 'SIMPLE', credentialName: 'a-tls' },
      },
      {
        hosts: ['b.example.com'],
        port: { number: 443, name: 'https-2', protocol: 'HTTPS' },
        tls: { mode: 'MUTUAL', credentialName: 'b-tls' },
      },
      { hosts: ['c.example.com'], port: { number: 443, name: 'tls', protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' } },
      { hosts, port: { number: 9090, name: 'grpc-9090', protocol: 'GRPC' } },
    ]);
  });

  test.each([
    [[{ hosts: [] }], 'port 80 has no hosts'],
    [[{ hosts: ['*'], port: 81 }], 'the gateway has no port 81; its ports are 80, 443'],
    [[{ hosts: ['*'], protocol: 'HTTPS' }], 'port 443 is HTTPS without tls'],
    [[{ hosts: ['*'], tls: {} }], 'port 443 has TLS mode SIMPLE without a certificate'],
  ] as const)('refuses %j', (servers, message) => {
    expect(listening(servers).problems.join('\n')).toContain(message);
  });

  test('takes a gateway that is made elsewhere, whose ports are not known', () => {
    const out = render((chart) => {
      const binding = listen(chart, 'web', IngressGateway.named('other'), {
        name: 'w',
        namespace: 'edge',
        servers: [{ hosts: ['*'], port: 1234 }],
      });
      expect(binding.nameFrom('edge')).toBe('w');
      expect(binding.nameFrom('shop')).toBe('edge/w');
    });
    expect(out.problems).toEqual([]);
    expect(out.only('Gateway').spec.selector).toEqual({ istio: 'other' });
  });
});

describe('GatewayRateLimit', () => {
  const limit = (placement: Placement, requests = 10) =>
    render(
      (chart) =>
        new GatewayRateLimit(chart, 'limit', {
          gateway: IngressGateway.named('gate'),
          requests,
          interval: Duration.minutes(1),
          ports: [80, 443],
          host: 'a.example.com',
        }),
      { placement },
    );

  test('is an ASMLocalRateLimiter with ASM', () => {
    const { spec, metadata } = limit(TWO_CLUSTERS).only('ASMLocalRateLimiter');
    expect(metadata.namespace).toBe('istio-system');
    expect(spec).toMatchObject({ isGateway: true, workloadSelector: { labels: { istio: 'gate' } } });
    expect(spec.configs[1]).toEqual({
      match: { vhost: { name: 'a.example.com', port: 443 } },
      limit: { fill_interval: { seconds: 60 }, quota: 10 },
    });
  });

  test('is an EnvoyFilter without, for each of the ports', () => {
    const { spec } = limit(Placement.single('kind')).only('EnvoyFilter');
    expect(spec.configPatches).toHaveLength(2);
    expect(spec.configPatches[1].match.listener.portNumber).toBe(443);
    expect(spec.configPatches[0].patch.value.typed_config.token_bucket).toEqual({
      max_tokens: 10,
      tokens_per_fill: 10,
      fill_interval: '60s',
    });
  });

  test.each([0, 1.5, -1])('refuses %d requests', (requests) => {
    expect(limit(TWO_CLUSTERS, requests).problems.join()).toContain(`a limit of ${requests} requests`);
  });
});
