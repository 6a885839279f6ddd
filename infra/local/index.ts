export { DEFAULT_GATEWAY_API, GatewayApi, readGatewayApi, usersOfGatewayApi } from './gateway-api.js';
export * from './istio.js';

export { chartRepository, DEFAULT_ISTIO_VERSION, type IstioSource } from './istio-charts.js';
export * from './kind-cluster.js';
export type { HostPort, KindClusterShape } from './kind-config.js';
export { type MachineNeeds, machineProblems } from './machine-check.js';
export {
  ClusterLink,
  type MeshCluster,
  pilotAddress,
  primaryValues,
  RemoteInjection,
  remoteSecret,
  remoteValues,
} from './mesh-of-clusters.js';
export { checkSources, type SourceCheck, type SourceNeeds } from './source-check.js';
