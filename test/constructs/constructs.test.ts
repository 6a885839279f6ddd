import { describe, expect, test } from '@jest/globals';
import { ApiObject, Duration } from 'cdk8s';
import {
  ExternalService,
  type ExternalServiceProps,
  FleetApplication,
  HttpRoute,
  MeshService,
  MeshTelemetry,
  MutualTls,
  Placement,
  VirtualService,
} from '../../constructs/index.js';
import { ownershipAnnotations, responsibilityLabels } from '../../constructs/ownership.js';
import { durationText } from '../../constructs/routing/duration.js';
import { render } from './rendered.js';

describe('ExternalService', () => {
  const external = (props: Partial<ExternalServiceProps> = {}) =>
    render((chart) => new ExternalService(chart, 'api', { hosts: ['api.example.com'], ...props }));

  test('is TLS on 443, looked up in DNS, without a DestinationRule unless limits are given', () => {
    const out = external();
    expect(out.problems).toEqual([]);
    expect(out.places).toEqual(['ServiceEntry shop/api cluster']);
    expect(out.only('ServiceEntry').spec).toEqual({
      hosts: ['api.example.com'],
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
    });
  });

  test('breaks the circuit of every host', () => {
    const out = external({
      hosts: ['a.example.com', 'b.example.com'],
      endpoints: ['192.0.2.1'],
      exportTo: ['.'],
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1, baseEjectionTime: Duration.minutes(3) } },
    });
    expect(out.problems).toEqual([]);
    expect(out.only('ServiceEntry').spec).toMatchObject({
      resolution: 'STATIC',
      endpoints: [{ address: '192.0.2.1' }],
    });
    expect(out.only('DestinationRule', 'dr-api-2').spec).toEqual({
      host: 'b.example.com',
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1, baseEjectionTime: '3m' } },
      exportTo: ['.'],
    });
  });

  test.each<[Partial<ExternalServiceProps>, string]>([
    [{ hosts: [] }, 'the external service has no host'],
    [{ hosts: ['*.example.com'] }, 'host *.example.com cannot be looked up in DNS'],
    [{ resolution: 'STATIC' }, 'resolution STATIC has no endpoints'],
    [{ resolution: 'NONE', endpoints: ['192.0.2.1'] }, 'leave the endpoints out'],
    [
      {
        ports: [
          { number: 80, name: 'http', protocol: 'HTTP' },
          { number: 80, name: 'http', protocol: 'HTTP' },
        ],
      },
      'port number 80 is used twice',
    ],
  ])('refuses %j', (props, message) => {
    expect(external(props).problems.join('\n')).toContain(message);
  });
});

describe('MeshTelemetry', () => {
  test('writes logs, metrics and traces', () => {
    const { spec, apiVersion } = render(
      (chart) =>
        new MeshTelemetry(chart, 't', {
          target: { gatewayApi: 'g' },
          accessLog: { filter: 'response.code >= 400' },
          metrics: { tags: { REQUEST_COUNT: { zone: "'a'" } } },
          tracing: { provider: 'otel', tags: { env: 'dev' } },
        }),
    ).only('Telemetry');
    expect(apiVersion).toBe('telemetry.istio.io/v1');
    expect(spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'g' }],
      accessLogging: [{ providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 400' } }],
      metrics: [
        {
          providers: [{ name: 'prometheus' }],
          overrides: [{ match: { metric: 'REQUEST_COUNT' }, tagOverrides: { zone: { value: "'a'" } } }],
        },
      ],
      tracing: [
        {
          providers: [{ name: 'otel' }],
          randomSamplingPercentage: 1,
          customTags: { env: { literal: { value: 'dev' } } },
        },
      ],
    });
  });

  test('leaves the mesh as it is where nothing is said', () => {
    expect(
      render((chart) => new MeshTelemetry(chart, 't', { accessLog: { disabled: true } })).only('Telemetry').spec,
    ).toEqual({ accessLogging: [{ providers: [{ name: 'envoy' }], disabled: true }] });
  });

  test('refuses a metric that Istio does not have', () => {
    const out = render((chart) => new MeshTelemetry(chart, 't', { metrics: { tags: { NO_SUCH: { a: 'b' } } } }));
    expect(out.problems.join()).toMatch(/spec\.metrics\[0\]\.overrides\[0\]\.match.*/);
  });
});

describe('FleetApplication', () => {
  const placement = Placement.fleet([{ name: 'a', id: 'c1' }, { name: 'b' }]);
  const application = (clusters?: string[]) =>
    render(
      (chart) => {
        const objects = new MeshService(chart, 'cart', { ports: { number: 80 }, versions: { v1: { image: 'a' } } })
          .workloads;
        new FleetApplication(chart, 'app', { objects, publishVersion: '7', clusters });
      },
      { placement },
    );

  test('distributes the objects of a service to the members by their ids', () => {
    const { metadata, spec } = application().only('Application');
    expect(metadata.annotations).toEqual({ 'app.oam.dev/publishVersion': '7' });
    expect(spec.components[0].properties.objects).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart-v1' },
      { apiVersion: 'v1', kind: 'Service', name: 'cart' },
    ]);
    expect(spec.policies[0]).toMatchObject({ type: 'topology', properties: { clusters: ['c1', '<id of b>'] } });
    expect(application(['a']).only('Application').spec.policies[0].properties.clusters).toEqual(['c1']);
  });

  test('refuses members that the fleet does not have', () => {
    expect(application(['z']).problems.join()).toContain('no member cluster among z');
  });
});

describe('every object', () => {
  const versions = {
    networking: 'v1beta1',
    security: 'v1beta1',
    telemetry: 'v1alpha1',
    gatewayApi: 'v1beta1',
  } as const;

  test('is written in the version that its API server serves', () => {
    const out = render(
      (chart) => {
        new VirtualService(chart, 'a', { spec: { hosts: ['a'], http: [{ route: [{ destination: { host: 'a' } }] }] } });
        new MutualTls(chart, 'b', { mode: 'STRICT' });
        new MeshTelemetry(chart, 'c');
        new HttpRoute(chart, 'd', { spec: {} });
      },
      { apiVersions: versions },
    );
    expect(out.manifests.map(({ apiVersion }) => apiVersion).sort()).toEqual([
      'gateway.networking.k8s.io/v1beta1',
      'networking.istio.io/v1beta1',
      'security.istio.io/v1beta1',
      'telemetry.istio.io/v1alpha1',
    ]);
  });

  test('is checked against its schema; all violations are reported with path, field and what is allowed', () => {
    const { problems } = render((chart) => {
      new VirtualService(chart, 'a', { spec: { hosts: 'x', http: [{ timeout: 5 }] } as never });
      new MutualTls(chart, 'b', { mode: 'SOMETIMES' as never });
    });
    const text = problems.join('\n');
    expect(text).toContain('chart/a: VirtualService a: spec.hosts: must be a list, not `x`');
    expect(text).toMatch(/chart\/b\/peer-authentication: .*spec\.mtls\.mode: `SOMETIMES` is not one of .*STRICT/);
  });

  test('is checked also where it is not one of ours', () => {
    const { problems } = render((chart) => {
      new ApiObject(chart, 'raw', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: 'x' } });
    });
    expect(problems.join()).toContain('chart/raw: Service a: spec.ports: must be a list, not `x`');
  });

  test('has labels that Kubernetes accepts', () => {
    const ownership = { team: 'a team', owner: 'b', costCenter: 'c', dataClassification: 'd' };
    const { problems } = render((chart) => new MeshService(chart, 'cart', { ports: { number: 80 }, versions: {} }), {
      ownership,
    });
    expect(problems.join()).toContain('metadata.labels.team: `a team` is not the value of a label');
  });

  test('is written once', () => {
    const { problems } = render((chart) => {
      new MutualTls(chart, 'a', { mode: 'STRICT' });
      new MutualTls(chart, 'b', { mode: 'PERMISSIVE' });
    });
    expect(problems).toEqual([
      'chart/b/peer-authentication: PeerAuthentication shop/default is also written by chart/a/peer-authentication for target cluster; give one of them another name, or declare it once and pass it on [SYNTH_DUPLICATE]',
    ]);
  });
});

test.each([
  ['ann@example.com', 'ann'],
  ['platform', 'platform'],
  ['Ann Other', undefined],
])('the team of owner %s is %s', (owner, team) => {
  const ownership = { owner, costCenter: 'a', dataClassification: 'b' };
  expect(responsibilityLabels({ ownership })['team']).toBe(team);
  expect(responsibilityLabels({ ownership: { ...ownership, team: 'x' } })['team']).toBe('x');
  expect(ownershipAnnotations(ownership)['owner']).toBe(owner);
});

test.each([
  [Duration.minutes(3), '3m'],
  [Duration.seconds(90), '90s'],
  [Duration.hours(2), '2h'],
  [Duration.millis(1500), '1500ms'],
  [Duration.millis(123_456), '2m3s456ms'],
  [Duration.millis(0), '0s'],
])('%s is written %s', (duration, text) => expect(durationText(duration)).toBe(text));
