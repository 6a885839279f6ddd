import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  IngressGateway,
  LoadBalancer,
  MeshChart,
  MeshNamespace,
  MeshService,
  type MeshSettings,
  Placement,
} from '../constructs/index.js';
import { type Scenario, stageOf } from './scenario.js';

const portNumber = z.int().min(1).max(65535);

/** What an environment may set of the edge scenario. */
export const edgeSettings = z.strictObject({
  /** Namespace of the application. */
  namespace: z.string().min(1).default('edge-demo'),
  /** The ACK edge cluster, by name. Default: every data-plane cluster. */
  cluster: z.string().min(1).optional(),
  /** Who reaches the gateway: the Internet, or the VPC only. */
  access: z.enum(['internet', 'private']).default('internet'),
  /** An existing CLB, by id. Default: a new one. */
  loadBalancerId: z.string().min(1).optional(),
  /** Specification of a new CLB. Default: the cloud's. */
  loadBalancerSpec: z.string().min(1).optional(),
  /** Replaces listeners that an existing CLB has. */
  overrideListeners: z.boolean().default(false),
  /** Ports of the gateway; targetPort equals port unless given. */
  ports: z
    .array(z.strictObject({ name: z.string().min(1), port: portNumber, targetPort: portNumber.optional() }))
    .min(1)
    .default([
      { name: 'http', port: 80 },
      { name: 'https', port: 443 },
    ]),
  /** Pods of the gateway. */
  replicas: z.int().min(1).default(2),
  /** Image of the application; answers HTTP on `containerPort`. */
  image: z.string().min(1).default('hashicorp/http-echo:1.0'),
  containerPort: portNumber.default(5678),
  /** Host of the application at the gateway. */
  host: z.string().min(1).default('edge.example.com'),
});
type EdgeSettings = z.infer<typeof edgeSettings>;

/** Props of {@link EdgeChart}. */
export interface EdgeProps extends Partial<MeshSettings>, EdgeSettings {
  /** Routes from the gateway to the application. */
  readonly routed: boolean;
}

/** An application and an ingress gateway on an ACK edge cluster in the VPC of the ASM instance. */
export class EdgeChart extends MeshChart {
  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id, { ...props, namespace: props.namespace });
    const clusters = props.cluster === undefined ? {} : { clusters: [props.cluster] };
    const gateway = new IngressGateway(this, 'ingressgateway', {
      ...clusters,
      loadBalancer: loadBalancer(props),
      ports: props.ports.map(({ name, port, targetPort }) => ({ name, port, targetPort: targetPort ?? port })),
      replicas: props.replicas,
    });
    new MeshNamespace(this, 'namespace', { name: props.namespace });
    const app = new MeshService(this, 'edge-app', {
      ...clusters,
      ports: { number: 80, targetPort: props.containerPort },
      versions: { v1: { image: props.image } },
    });
    if (!props.routed) return;
    const hosts = [props.host];
    app.expose(gateway.listen(this, 'edge-gateway', { servers: [{ hosts }] }), { hosts });
  }
}

function loadBalancer(props: EdgeSettings): LoadBalancer {
  const reach = props.access === 'private' ? 'intranet' : 'internet';
  if (props.loadBalancerId === undefined) return LoadBalancer.create(reach, props.loadBalancerSpec);
  return LoadBalancer.existing(props.loadBalancerId, { reach, overrideListeners: props.overrideListeners });
}

const STAGES: Readonly<Record<string, Pick<EdgeProps, 'routed'>>> = {
  deployed: { routed: false },
  routed: { routed: true },
};

/** The edge scenario. */
export const edge: Scenario<EdgeSettings> = {
  name: 'edge',
  description: 'Gateway and application on an ACK edge cluster.',
  stages: [
    { name: 'deployed', description: 'Gateway and application; nothing is routed yet.' },
    { name: 'routed', description: 'The gateway routes to the application.' },
  ],
  settings: edgeSettings,
  reference: { placement: Placement.asm([{ name: 'edge' }]), settings: edgeSettings.parse({}) },
  chart: (scope, mesh, stage, settings) =>
    new EdgeChart(scope, 'edge', { ...mesh, ...settings, ...stageOf(STAGES, stage) }),
};
