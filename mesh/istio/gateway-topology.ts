import type { Mesh } from '../model/mesh.js';
import { asNumber, fieldsOf } from '../model/narrowing.js';
import type { Workload } from '../model/workload.js';
import { proxySettingsOf } from './proxy-settings.js';

/**
 * Proxies in front of a gateway that its configuration trusts (`numTrustedProxies`): that of its pods, else that of the mesh
 * (https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/).
 */
export function trustedProxiesOf(workload: Workload, mesh: Mesh): number {
  const { gatewayTopology } = proxySettingsOf(workload, mesh);
  return asNumber(fieldsOf(gatewayTopology)['numTrustedProxies']) ?? 0;
}
