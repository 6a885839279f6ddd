import { Duration, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  AccessPolicy,
  ExternalService,
  HttpRoute,
  JwtAuthentication,
  MeshChart,
  MeshGateway,
  MeshNamespace,
  MeshObject,
  MeshService,
  type MeshSettings,
  MeshTelemetry,
  MutualTls,
  Placement,
  Waypoint,
} from '../constructs/index.js';
import { LIBERTY } from './bookinfo.js';
import { type Scenario, stageOf } from './scenario.js';
import { dnsLabel, hostName, imageName, objectName, resourceName } from './setting-schemas.js';

/** What an environment may set of the zero-trust scenario. */
export const zeroTrustSettings = z.strictObject({
  namespace: dnsLabel
    .default('default')
    .describe('Namespace of the waypoint and, in the fixed stage, of the reviews service.'),
  clusters: z
    .array(resourceName)
    .min(1)
    .optional()
    .describe('Data-plane clusters that run the reviews service in the fixed stage, by name. Default: every one.'),
  externalHost: hostName.default('api.external.com').describe('Host of the external API.'),
  issuer: z
    .url()
    .default('https://accounts.google.com')
    .describe('Issuer of the tokens that callers of the gateway carry.'),
  jwksUri: z
    .url()
    .default('https://www.googleapis.com/oauth2/v3/certs')
    .describe('Where the issuer publishes its keys.'),
  samplingPercentage: z
    .number()
    .min(0)
    .max(100)
    .default(100)
    .describe('Share of the requests that are traced, in percent.'),
  credentialName: objectName
    .default('prod-gateway-tls')
    .describe("Secret with the gateway's certificate, in istio-system, for the fixed stage."),
  reviewsImage: imageName
    .default('docker.io/istio/examples-bookinfo-reviews')
    .describe('Image of the reviews service in the fixed stage, without its version.'),
});
type ZeroTrustSettings = z.infer<typeof zeroTrustSettings>;

/** Props of {@link ZeroTrustChart}. */
export interface ZeroTrustProps extends Partial<MeshSettings>, ZeroTrustSettings {
  /** Does the same job without the guide's defects. */
  readonly fixed: boolean;
}

/** Gateway API gateway and waypoint, canary, external API with circuit breaking, mTLS, identity, telemetry. */
export class ZeroTrustChart extends MeshChart {
  constructor(scope: Construct, id: string, props: ZeroTrustProps) {
    super(scope, id, { ...props, namespace: 'istio-system' });
    const { fixed } = props;
    const gateway = new MeshGateway(this, 'prod-gateway', {
      listeners: [
        fixed
          ? { protocol: 'HTTPS', certificates: [props.credentialName], routesFrom: 'All' }
          : { name: 'http', port: 80, routesFrom: 'All' },
      ],
    });
    new Waypoint(this, 'waypoint', { namespace: props.namespace, routesFrom: 'All' });
    new MutualTls(this, 'default-mtls', { name: 'default-mtls', mode: 'STRICT' });
    this.addTelemetry(props, gateway);
    if (fixed) this.addFixed(props, gateway);
    else this.addAsInGuide(props, gateway);
  }

  private addTelemetry(props: ZeroTrustProps, gateway: MeshGateway): void {
    const telemetry = new MeshTelemetry(this, 'gateway-observability', {
      target: { gateway },
      accessLog: { filter: 'response.code >= 400' },
      metrics: { tags: { REQUEST_COUNT: { gateway_zone: "'china-shanghai-1'" } } },
      tracing: {
        provider: 'opentelemetry',
        samplingPercentage: props.samplingPercentage,
        tags: { environment: 'production-canary' },
      },
    });
    if (props.fixed) return;
    // The guide names the metric in a field that the Telemetry API does not have.
    const object = MeshObject.of(telemetry.node.findChild('telemetry'));
    object.addJsonPatch(JsonPatch.add('/spec/metrics/0/overrides/0/statName', 'REQUEST_COUNT'));
  }

  private addAsInGuide(props: ZeroTrustProps, gateway: MeshGateway): void {
    new HttpRoute(this, 'internal-canary-route', {
      spec: {
        parentRefs: [{ kind: 'Service', name: 'reviews-svc', group: '' }],
        rules: [
          {
            backendRefs: [
              { name: 'reviews-v1', port: 9080, weight: 90 },
              { name: 'reviews-v2', port: 9080, weight: 10 },
            ],
          },
        ],
      },
    });
    new ExternalService(this, 'external', {
      hosts: [props.externalHost],
      ports: [{ number: 443, name: 'https', protocol: 'TLS' }],
      names: { serviceEntry: 'external-svc-se', destinationRule: 'external-svc-dr' },
      trafficPolicy: CIRCUIT_BREAKER,
    });
    new AccessPolicy(this, 'gateway-auth', {
      target: { gateway },
      rules: [
        {
          principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'],
          when: { 'request.auth.claims[iss]': [props.issuer] },
        },
      ],
    });
  }

  private addFixed(props: ZeroTrustProps, gateway: MeshGateway): void {
    const { namespace } = props;
    const { clusters } = props;
    new MeshNamespace(this, 'namespace', { clusters, name: namespace });
    const reviews = new MeshService(this, 'reviews', {
      clusters,
      namespace,
      ports: { number: 9080 },
      versions: {
        v1: { image: `${props.reviewsImage}-v1:1.15.0`, ...LIBERTY },
        v2: { image: `${props.reviewsImage}-v2:1.15.0`, ...LIBERTY },
      },
      routeForm: 'HTTPRoute',
      names: { httpRoute: 'internal-canary-route' },
    });
    reviews.splitTraffic({ v1: 90, v2: 10 });
    // Callers speak HTTP to the sidecar, which sees the answers and opens the TLS connection itself.
    new ExternalService(this, 'external', {
      hosts: [props.externalHost],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }],
      names: { serviceEntry: 'external-svc-se', destinationRule: 'external-svc-dr' },
      trafficPolicy: { ...CIRCUIT_BREAKER, tls: { mode: 'SIMPLE', sni: props.externalHost, caCertificates: 'system' } },
    });
    new JwtAuthentication(this, 'gateway-auth', {
      target: { gateway },
      issuer: props.issuer,
      jwksUri: props.jwksUri,
      require: {},
    });
    new AccessPolicy(this, 'reviews-callers', {
      namespace,
      target: { selector: { app: reviews.name } },
      rules: [{ namespaces: [namespace, 'istio-system'] }],
    });
  }
}

const CIRCUIT_BREAKER = {
  connectionPool: { http1MaxPendingRequests: 1 },
  outlierDetection: { consecutive5xxErrors: 1, interval: Duration.seconds(1), baseEjectionTime: Duration.minutes(3) },
};

const STAGES: Readonly<Record<string, Pick<ZeroTrustProps, 'fixed'>>> = {
  guide: { fixed: false },
  fixed: { fixed: true },
};

/** The zero-trust scenario. */
export const zeroTrust: Scenario<typeof zeroTrustSettings> = {
  name: 'zero-trust',
  description: 'Gateway API gateway and waypoint, external API, mTLS, identity, telemetry.',
  stages: [
    { name: 'guide', description: 'As the guide has it, with its defects.' },
    {
      name: 'fixed',
      description: 'The same job: verified tokens, TLS, the route beside its Service, TLS origination.',
    },
  ],
  settings: zeroTrustSettings,
  external: ({ credentialName }) => ({ secrets: [`istio-system/${credentialName}`] }),
  needs: ({ clusters }) => ({ clusters: { clusters } }),
  reference: { placement: Placement.asm([{ name: 'cluster' }]), settings: zeroTrustSettings.parse({}) },
  chart: (scope, mesh, stage, settings) =>
    new ZeroTrustChart(scope, 'zero-trust', { ...mesh, ...settings, ...stageOf(STAGES, stage) }),
};
