import { fieldsOf, listOf, type Mesh, type MeshObject } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether a ServiceEntry has addresses, by which the proxy tells TCP connections to it from those to others. */
export const serviceEntryAddresses: Check = {
  name: 'service-entry-addresses',
  types: [istioCodes.IST0133, istioCodes.IST0134],
  run(mesh, report) {
    const allocatesEverywhere = allocatesAddresses(mesh);
    for (const { object, spec } of mesh.serviceEntries) {
      const ports = spec.ports ?? [];
      const unclear = ports.flatMap(({ protocol = '', number = '' }, index) =>
        ['', 'TCP'].includes(protocol.toUpperCase()) ? [{ protocol, number, index }] : [],
      );
      const [first] = unclear;
      if ((spec.addresses ?? []).length > 0 || isAllocated(object) || first === undefined) {
        continue;
      }
      if ((spec.resolution ?? 'NONE') === 'NONE' && ports.some((port) => ['', 'TCP'].includes(port.protocol ?? ''))) {
        const warning = 'a TCP port without addresses takes the connections to any address, unless Istio allocates one';
        report(istioCodes.IST0133, object, { warning }, ['spec', 'ports', first.index]);
      }
      for (const { number, protocol, index } of allocatesEverywhere ? [] : unclear) {
        const values = { port: number, protocol: protocol || 'an undeclared protocol' };
        report(istioCodes.IST0134, object, values, ['spec', 'ports', index, 'protocol']);
      }
    }
  },
};

/** Whether the proxies answer DNS themselves, with addresses that they allocate. */
function allocatesAddresses({ config }: Mesh): boolean {
  const metadata = fieldsOf(fieldsOf(config.raw['defaultConfig'])['proxyMetadata']);
  return ['ISTIO_META_DNS_CAPTURE', 'ISTIO_META_DNS_AUTO_ALLOCATE'].every((key) => metadata[key] === 'true');
}

/** Whether Istio has already allocated addresses. */
function isAllocated({ resource }: MeshObject): boolean {
  return listOf(fieldsOf(fieldsOf(resource.manifest)['status'])['addresses']).length > 0;
}
