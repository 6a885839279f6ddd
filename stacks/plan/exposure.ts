import type { RecordedResource } from './recorded-resources.js';

/** Something that the Internet reaches, and how. */
export interface Exposure {
  readonly resource: string;
  readonly reach: string;
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function reachOf({ type, inputs }: RecordedResource): string | undefined {
  switch (type) {
    case 'alicloud:cs/managedKubernetes:ManagedKubernetes':
      return inputs['slbInternetEnabled'] === true ? 'API server on port 6443' : undefined;
    case 'alicloud:servicemesh/serviceMesh:ServiceMesh':
      return fields(inputs['loadBalancer'])['apiServerPublicEip'] === true ? 'API server on port 6443' : undefined;
    case 'pulumi-nodejs:dynamic/mesh:PilotAddress':
      return 'Pilot';
    case 'alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer':
      return inputs['addressType'] === 'internet' ? 'CLB with a public address' : undefined;
    case 'alicloud:ecs/eipAddress:EipAddress':
      return 'public address; egress only while it is bound to a NAT gateway';
    default:
      return type.endsWith(':IstioGateway') ? gatewayReach(fields(inputs['spec'])) : undefined;
  }
}

/** ASM makes a public CLB for a gateway unless its annotations say otherwise. */
function gatewayReach(spec: Readonly<Record<string, unknown>>): string | undefined {
  const annotations = fields(spec['serviceAnnotations']);
  const addressType = Object.entries(annotations).find(([key]) => key.endsWith('-loadbalancer-address-type'))?.[1];
  const balanced = spec['serviceType'] === undefined || spec['serviceType'] === 'LoadBalancer';
  if (!balanced || addressType === 'intranet') return undefined;
  const ports = (spec['ports'] ?? []) as { port?: number }[];
  return `gateway on ports ${ports.map(({ port }) => port).join(', ') || '80, 443'}`;
}

/** Everything that the Internet would reach. */
export function exposures(resources: readonly RecordedResource[]): Exposure[] {
  return resources.flatMap((resource) => {
    const reach = reachOf(resource);
    return reach === undefined ? [] : [{ resource: `${kindOf(resource.type)} ${resource.name}`, reach }];
  });
}

/** What people call a type: the last part of its token. */
export function kindOf(type: string): string {
  return type.split(':').at(-1) ?? type;
}
