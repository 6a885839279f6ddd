import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  GATEWAY_NAMESPACE,
  IngressGateway,
  type IngressGatewayProps,
  LoadBalancer,
  MeshChart,
  type MeshSettings,
  Placement,
} from '../constructs/index.js';
import { idPlaceholder } from '../mesh/index.js';
import type { Scenario, ScenarioNeeds } from './scenario.js';
import { cloudId, dnsLabel, resourceName } from './setting-schemas.js';

const portNumber = z.int().min(1).max(65535);

/** What an environment may set of an ingress gateway. */
export const ingressSettings = z.strictObject({
  gateway: dnsLabel
    .default('ingressgateway')
    .describe('Name of the gateway; Gateways select its pods by the label `istio: <name>`.'),
  cluster: resourceName.optional().describe('Data-plane cluster that gets the gateway, by name. Default: every one.'),
  access: z
    .enum(['internet', 'private'])
    .default('internet')
    .describe('Who reaches the gateway: the Internet, or the VPC only.'),
  loadBalancerId: cloudId.optional().describe('An existing CLB, by id. Default: a new one.'),
  loadBalancer: resourceName
    .optional()
    .describe("A CLB of the environment, by its name under `loadBalancers`. Its listeners become the gateway's."),
  loadBalancerSpec: cloudId.optional().describe("Specification of a new CLB. Default: the cloud's."),
  overrideListeners: z.boolean().default(false).describe('Replaces listeners that an existing CLB has.'),
  serviceType: z
    .enum(['LoadBalancer', 'NodePort', 'ClusterIP'])
    .default('LoadBalancer')
    .describe('Type of the Service; `NodePort` and `ClusterIP` have no CLB.'),
  ports: z
    .array(
      z.strictObject({
        name: dnsLabel.describe('Name of the port in the Service.'),
        port: portNumber.describe('Port of the Service.'),
        targetPort: portNumber.optional().describe('Port of the pods. Default: that of the Service.'),
      }),
    )
    .min(1)
    .default([
      { name: 'http', port: 80 },
      { name: 'https', port: 443 },
    ])
    .describe('Ports of the gateway.'),
  replicas: z.int().min(1).default(2).describe('Pods of the gateway.'),
});
type IngressSettings = z.infer<typeof ingressSettings>;

/** The CLB that the settings name; without an id yet, a placeholder shows a reviewer what will stand there. */
function loadBalancerOf(settings: IngressSettings & Partial<MeshSettings>): LoadBalancer {
  const { loadBalancer: name, loadBalancerId, loadBalancerSpec, overrideListeners } = settings;
  const reach = settings.access === 'private' ? 'intranet' : 'internet';
  if (loadBalancerId !== undefined) return LoadBalancer.existing(loadBalancerId, { reach, overrideListeners });
  if (name === undefined) return LoadBalancer.create(reach, loadBalancerSpec);
  const id = settings.loadBalancers?.[name] ?? idPlaceholder(name);
  return LoadBalancer.existing(id, { reach, overrideListeners: true });
}

/** The settings as props of {@link IngressGateway}. */
export function ingressProps(settings: IngressSettings & Partial<MeshSettings>): IngressGatewayProps {
  const { cluster, serviceType } = settings;
  return {
    name: settings.gateway,
    clusters: cluster === undefined ? undefined : [cluster],
    loadBalancer: serviceType === 'LoadBalancer' ? loadBalancerOf(settings) : undefined,
    serviceType,
    ports: settings.ports,
    replicas: settings.replicas,
  };
}

/** What a gateway with these settings takes from its environment. */
export function ingressNeeds({ cluster, loadBalancer, access }: IngressSettings): ScenarioNeeds {
  return { clusters: { cluster }, loadBalancers: { loadBalancer: { name: loadBalancer, access } } };
}

/** Props of {@link IngressChart}. */
export interface IngressProps extends Partial<MeshSettings>, IngressSettings {}

/** The ingress gateway that the scenarios of an environment share. */
export class IngressChart extends MeshChart {
  constructor(scope: Construct, id: string, props: IngressProps) {
    super(scope, id, { ...props, namespace: GATEWAY_NAMESPACE });
    new IngressGateway(this, 'gateway', ingressProps(props));
  }
}

/** The shared ingress gateway as a scenario. */
export const ingress: Scenario<typeof ingressSettings> = {
  name: 'ingress',
  description: 'The ingress gateway that the other scenarios share.',
  stages: [{ name: 'deployed', description: 'The gateway is there.' }],
  settings: ingressSettings,
  needs: ingressNeeds,
  reference: { placement: Placement.asm([{ name: 'cluster' }]), settings: ingressSettings.parse({}) },
  chart: (scope, mesh, _stage, settings) => new IngressChart(scope, 'ingress', { ...mesh, ...settings }),
};
