import { isWildcard } from '../model/hosts.js';
import type { Mesh } from '../model/mesh.js';
import { asText, fieldsListOf, fieldsOf } from '../model/narrowing.js';
import type { MeshService } from '../model/service.js';
import { parseBoolean } from '../text/boolean.js';
import { type ProxiedPod, proxySettingsOf } from './proxy-settings.js';

/** An address out of the block from which istiod allocates: 240.240.0.0/16, which is routed nowhere. */
export const anyAllocatedAddress = '240.240.0.1';

/**
 * Whether the sidecar of a pod answers DNS itself, and so knows the addresses that istiod allocates to the hosts of ServiceEntries:
 * `ISTIO_META_DNS_CAPTURE` (https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/).
 */
export function capturesDns(pod: ProxiedPod, mesh: Mesh): boolean {
  const value = fieldsOf(proxySettingsOf(pod, mesh)['proxyMetadata'])['ISTIO_META_DNS_CAPTURE'];
  return parseBoolean(asText(value)) === true;
}

/** Whether ztunnel answers the DNS of a pod, which it does unless the annotation `ambient.istio.io/dns-capture` says not to. */
export function capturesAmbientDns(pod: Pick<ProxiedPod, 'annotations'> | undefined): boolean {
  return parseBoolean(pod?.annotations['ambient.istio.io/dns-capture']) !== false;
}

/**
 * The address that istiod allocates to a host of a ServiceEntry: the one of its status, else what stands for it; undefined where it allocates
 * none. That is for an entry with addresses or a resolution of NONE, for wildcards, and where the label
 * `networking.istio.io/enable-autoallocate-ip` is `false` (Istio, `ShouldV2AutoAllocateIP`).
 */
export function allocatedAddress({ registry, host, resolution, addresses, objects }: MeshService): string | undefined {
  const [object] = objects;
  const isAllocated =
    registry === 'service-entry' &&
    object !== undefined &&
    addresses.length === 0 &&
    resolution !== 'none' &&
    !isWildcard(host) &&
    object.labels['networking.istio.io/enable-autoallocate-ip']?.toLowerCase() !== 'false';
  if (!isAllocated) {
    return undefined;
  }
  const known = fieldsListOf(fieldsOf(fieldsOf(object.resource.manifest)['status'])['addresses']);
  return asText(known.find((one) => one['host'] === host)?.['value']) ?? `<address of ${host}>`;
}
