import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  FleetApplication,
  GatewayRateLimit,
  type GatewayServer,
  IngressGateway,
  listen,
  MeshChart,
  MeshNamespace,
  MeshService,
  type MeshSettings,
  Placement,
  type VersionProps,
  type VersionWeights,
} from '../constructs/index.js';
import { type Scenario, stageOf } from './scenario.js';
import { dnsLabel, hostName, imageName, line, objectName } from './setting-schemas.js';
import { weightsSchema } from './weights.js';

/** What an environment may set of the podinfo scenario. */
export const podinfoSettings = z.strictObject({
  namespace: dnsLabel.default('default').describe('Namespace of the scenario.'),
  image: imageName
    .default('registry.cn-hangzhou.aliyuncs.com/acs/rollouts-demo')
    .describe('Image without its tag; the tags are `blue` and `green`. Answers HTTP on port 8080.'),
  replicas: z.int().min(1).default(4).describe('Pods of each version.'),
  publishVersion: line
    .default('version1')
    .describe('Text that publishes the objects of the fleet anew when it changes.'),
  host: hostName
    .optional()
    .describe(
      'Host behind the gateway. Default: every host, as in the guide, and `podinfo.example.com` in the fixed stage.',
    ),
  credentialName: objectName
    .default('podinfo-tls')
    .describe("Secret with the host's certificate, in the gateway's namespace, for the fixed stage."),
  weights: weightsSchema(['blue', 'green'])
    .optional()
    .describe('Shares of blue and green in percent. Default: those of the stage.'),
});
type PodinfoSettings = z.infer<typeof podinfoSettings>;

/** Props of {@link PodinfoChart}. */
export interface PodinfoProps extends Partial<MeshSettings>, Omit<PodinfoSettings, 'weights'> {
  readonly weights: VersionWeights;
  /** Does the same job without the guide's defects: named port, TLS, rate limit, current outlier detection. */
  readonly fixed: boolean;
}

/** Blue/green release of one service over the clusters of an ACK One fleet. */
export class PodinfoChart extends MeshChart {
  constructor(scope: Construct, id: string, props: PodinfoProps) {
    super(scope, id, props);
    const { fixed, weights } = props;
    new MeshNamespace(this, 'namespace', { name: props.namespace });
    const podinfo = new MeshService(this, 'podinfo', {
      ports: { number: 80, targetPort: 8080, protocol: fixed ? 'http' : 'auto' },
      versions: { blue: podinfoVersion(props, 'blue'), green: podinfoVersion(props, 'green') },
      // The account that every member cluster has; ACK One distributes Deployments, Services and ConfigMaps.
      serviceAccount: { name: 'default', existing: true },
      labels: { service: 'podinfo' },
      names: { virtualService: 'podinfo', destinationRule: 'podinfo' },
    });
    podinfo.limit({
      outlierDetection: {
        ...(fixed ? { consecutive5xxErrors: 7 } : { consecutiveErrors: 7 }),
        interval: Duration.seconds(30),
        baseEjectionTime: Duration.seconds(30),
      },
    });
    podinfo.splitTraffic(weights);
    const hosts = [props.host ?? (fixed ? 'podinfo.example.com' : '*')];
    const gateway = listen(this, 'podinfo-gateway', IngressGateway.named('ingressgateway'), {
      servers: fixed ? encrypted(hosts, props.credentialName) : [{ hosts }],
    });
    podinfo.expose(gateway, { hosts, paths: [{ prefix: '/' }] });
    if (fixed) {
      new GatewayRateLimit(this, 'podinfo-rate-limit', {
        gateway: IngressGateway.named('ingressgateway'),
        requests: 100,
        interval: Duration.seconds(1),
        ports: [80, 443],
      });
    }
    if (this.settings.placement.fleet !== undefined) {
      new FleetApplication(this, 'podinfo-application', {
        name: 'podinfo',
        objects: podinfo.workloads,
        publishVersion: props.publishVersion,
      });
    }
  }
}

function encrypted(hosts: string[], credentialName: string): GatewayServer[] {
  return [
    { hosts, tls: { httpsRedirect: true } },
    { hosts, tls: { credentialName } },
  ];
}

function podinfoVersion(props: PodinfoProps, version: string): VersionProps {
  return {
    image: `${props.image}:${version}`,
    containerName: 'podinfod',
    replicas: props.replicas,
    containerPorts: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 5, timeoutSeconds: 5 },
    deployment: {
      minReadySeconds: 5,
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: 60,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    },
  };
}

const STAGES: Readonly<Record<string, Pick<PodinfoProps, 'weights' | 'fixed'>>> = {
  'all-blue': { weights: { blue: 100 }, fixed: false },
  '80-green': { weights: { green: 80, blue: 20 }, fixed: false },
  fixed: { weights: { green: 80, blue: 20 }, fixed: true },
};

/** The podinfo scenario. */
export const podinfo: Scenario<typeof podinfoSettings> = {
  name: 'podinfo',
  description: 'Blue/green release over the clusters of an ACK One fleet.',
  stages: [
    { name: 'all-blue', description: 'All requests to blue.' },
    { name: '80-green', description: '80 % of the requests to green, 20 % to blue.' },
    { name: 'fixed', description: 'As 80-green, with TLS, a rate limit, a named port and current outlier detection.' },
  ],
  settings: podinfoSettings,
  external: ({ credentialName }) => ({
    gateways: ['istio-system/ingressgateway'],
    secrets: [`istio-system/${credentialName}`],
  }),
  reference: {
    placement: Placement.fleet([
      { name: 'member1', id: '<clusterid1>' },
      { name: 'member2', id: '<clusterid2>' },
    ]),
    settings: podinfoSettings.parse({}),
  },
  chart: (scope, mesh, stage, { weights, ...settings }) => {
    const state = stageOf(STAGES, stage);
    return new PodinfoChart(scope, 'podinfo', { ...mesh, ...settings, ...state, weights: weights ?? state.weights });
  },
};
