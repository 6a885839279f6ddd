import type { Mesh } from '../model/mesh.js';
import { asNumber, fieldsOf } from '../model/narrowing.js';
import type { Workload } from '../model/workload.js';

/**
 * Proxies in front of a gateway that its configuration trusts (`numTrustedProxies`): that of its pods, else that of the mesh
 * (https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/).
 */
export function trustedProxiesOf(workload: Workload, mesh: Mesh): number {
  const own = /numTrustedProxies["']?\s*:\s*(\d+)/.exec(workload.annotations['proxy.istio.io/config'] ?? '')?.[1];
  const topology = fieldsOf(fieldsOf(mesh.config.raw['defaultConfig'])['gatewayTopology']);
  return own === undefined ? (asNumber(topology['numTrustedProxies']) ?? 0) : Number(own);
}
