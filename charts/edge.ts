import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  GATEWAY_NAMESPACE,
  GatewayRateLimit,
  IngressGateway,
  MeshChart,
  MeshNamespace,
  MeshService,
  type MeshSettings,
  Placement,
} from '../constructs/index.js';
import { ingressNeeds, ingressProps, ingressSettings } from './ingress.js';
import { type Scenario, stageOf } from './scenario.js';
import { dnsLabel, hostName, imageName, objectName } from './setting-schemas.js';

/** What an environment may set of the edge scenario: the gateway, and the application behind it. */
export const edgeSettings = ingressSettings.extend({
  namespace: dnsLabel.default('edge-demo').describe('Namespace of the application.'),
  image: imageName.default('hashicorp/http-echo:1.0').describe('Image of the application, which answers HTTP.'),
  containerPort: z.int().min(1).max(65535).default(5678).describe('Port on which the image listens.'),
  host: hostName.default('edge.example.com').describe('Host of the application at the gateway.'),
  credentialName: objectName.default('edge-tls').describe("Secret with the host's certificate, for the fixed stage."),
});
type EdgeSettings = z.infer<typeof edgeSettings>;

/** Props of {@link EdgeChart}. */
export interface EdgeProps extends Partial<MeshSettings>, EdgeSettings {
  /** Routes from the gateway to the application. */
  readonly routed: boolean;
  /** Serves the routes over TLS, with a limit of requests. @default false */
  readonly fixed?: boolean;
}

/** An application and an ingress gateway on an ACK edge cluster in the VPC of the ASM instance. */
export class EdgeChart extends MeshChart {
  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id, { ...props, namespace: props.namespace });
    const clusters = props.cluster === undefined ? undefined : [props.cluster];
    const gateway = new IngressGateway(this, 'ingressgateway', ingressProps(props));
    new MeshNamespace(this, 'namespace', { clusters, name: props.namespace });
    const app = new MeshService(this, 'edge-app', {
      clusters,
      ports: { number: 80, targetPort: props.containerPort },
      versions: { v1: { image: props.image } },
    });
    if (!props.routed) return;
    const hosts = [props.host];
    const encrypted = [
      { hosts, tls: { httpsRedirect: true } },
      { hosts, tls: { credentialName: props.credentialName } },
    ];
    const servers = props.fixed ? encrypted : [{ hosts }];
    app.expose(gateway.listen(this, 'edge-gateway', { servers }), { hosts });
    if (props.fixed) {
      const interval = Duration.seconds(1);
      new GatewayRateLimit(this, 'edge-rate-limit', { gateway, requests: 100, interval, ports: [80, 443] });
    }
  }
}

const STAGES: Readonly<Record<string, Pick<EdgeProps, 'routed' | 'fixed'>>> = {
  deployed: { routed: false },
  routed: { routed: true },
  fixed: { routed: true, fixed: true },
};

/** The edge scenario. */
export const edge: Scenario<typeof edgeSettings> = {
  name: 'edge',
  description: 'Gateway and application on an ACK edge cluster.',
  stages: [
    { name: 'deployed', description: 'Gateway and application; nothing is routed yet.' },
    { name: 'routed', description: 'The gateway routes to the application.' },
    { name: 'fixed', description: 'As routed, with TLS and a rate limit at the gateway.' },
  ],
  settings: edgeSettings,
  external: ({ credentialName }) => ({ secrets: [`${GATEWAY_NAMESPACE}/${credentialName}`] }),
  needs: ingressNeeds,
  reference: { placement: Placement.asm([{ name: 'edge' }]), settings: edgeSettings.parse({}) },
  chart: (scope, mesh, stage, settings) =>
    new EdgeChart(scope, 'edge', { ...mesh, ...settings, ...stageOf(STAGES, stage) }),
};
