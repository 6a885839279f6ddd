import type { Manifest } from '../mesh/index.js';

/**
 * Kinds in the order in which they are created; deletion is the reverse. A route comes after everything that it names:
 * a subset must exist before a route names it, a workload before a subset selects it.
 */
const INSTALL_ORDER: readonly string[] = [
  'Namespace',
  'ServiceAccount',
  'ConfigMap',
  'Secret',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'Service',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Pod',
  'Application',
  'IstioGateway',
  'GatewayClass',
  'WorkloadGroup',
  'WorkloadEntry',
  'ServiceEntry',
  'ProxyConfig',
  'Telemetry',
  'RequestAuthentication',
  'PeerAuthentication',
  'AuthorizationPolicy',
  'Gateway',
  'ReferenceGrant',
  'DestinationRule',
  'VirtualService',
  'HTTPRoute',
  'GRPCRoute',
  'Sidecar',
  'EnvoyFilter',
];
const RANKS = new Map(INSTALL_ORDER.map((kind, rank) => [kind, rank]));
const AFTER_WORKLOADS = INSTALL_ORDER.indexOf('Application');

/** Place of a kind in the order of creation; kinds that are not listed come right after workloads. */
export function installRank(manifest: Manifest): number {
  return RANKS.get(manifest.kind) ?? AFTER_WORKLOADS;
}
