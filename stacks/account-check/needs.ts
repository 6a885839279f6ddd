import type { CloudSettings } from '../environment/index.js';

/** How many of what services count an update adds to the account. */
export interface Needs {
  readonly vpcs: number;
  readonly publicAddresses: number;
  readonly loadBalancers: number;
  readonly clusters: number;
}

const TYPES = {
  vpc: 'alicloud:vpc/network:Network',
  publicAddress: 'alicloud:ecs/eipAddress:EipAddress',
  loadBalancer: 'alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer',
  cluster: 'alicloud:cs/managedKubernetes:ManagedKubernetes',
  mesh: 'alicloud:servicemesh/serviceMesh:ServiceMesh',
} as const;

/**
 * What an environment needs beyond what the stack has. Load balancers are those of the stack and of the API servers;
 * gateways may take more.
 *
 * @param types type tokens of the resources that the stack has
 */
export function needsOf(settings: CloudSettings, types: readonly string[]): Needs {
  const { network, clusters, loadBalancers, mesh } = settings;
  const has = (type: string) => types.filter((one) => one === type).length;
  const missing = (wanted: number, type: string) => Math.max(0, wanted - has(type));
  const own = Object.values(clusters).filter((cluster) => cluster.type !== 'existing');
  const newClusters = missing(own.length, TYPES.cluster);
  const newMesh = mesh.operator ? 0 : missing(mesh.id === undefined ? 1 : 0, TYPES.mesh);
  // Services bind addresses of their own to public API servers.
  const publicApiServers =
    Math.min(newClusters, own.filter(({ publicApiServer }) => publicApiServer).length) +
    (mesh.publicApiServer ? newMesh : 0);
  const addresses = (network.egress ? 1 : 0) + (mesh.publicPilot ? 1 : 0);
  const balancers = Object.values(loadBalancers).filter(({ id }) => id === undefined).length;
  return {
    vpcs: missing((network.vpcId === undefined ? 1 : 0) + (network.meshVpc === undefined ? 0 : 1), TYPES.vpc),
    publicAddresses: missing(addresses, TYPES.publicAddress) + publicApiServers,
    // An instance has one for its API server and one for Pilot.
    loadBalancers: missing(balancers, TYPES.loadBalancer) + newClusters + 2 * newMesh,
    clusters: newClusters,
  };
}
