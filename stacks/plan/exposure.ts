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
      return undefined;
  }
}

/** What the Internet would reach of the resources in the cloud; load balancers of Services are apart. */
export function exposures(resources: readonly RecordedResource[]): Exposure[] {
  return resources.flatMap((resource) => {
    const reach = reachOf(resource);
    return reach === undefined ? [] : [{ resource: `${kindOf(resource.type)} ${resource.name}`, reach }];
  });
}

const serverTypes: ReadonlySet<string> = new Set([
  'alicloud:cs/managedKubernetes:ManagedKubernetes',
  'alicloud:servicemesh/serviceMesh:ServiceMesh',
  'pulumi-nodejs:dynamic/mesh:PilotAddress',
]);

/** The API servers and Pilots that have a public address, an EIP each, which the service makes with them. */
export function publicServers(resources: readonly RecordedResource[]): readonly RecordedResource[] {
  return resources.filter((resource) => serverTypes.has(resource.type) && reachOf(resource) !== undefined);
}

/** What people call a type: the last part of its token. */
export function kindOf(type: string): string {
  return type.split(':').at(-1) ?? type;
}
