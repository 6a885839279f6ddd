import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether a ServiceEntry has addresses, by which the proxy tells TCP connections to it from those to others. */
export const serviceEntryAddresses: Check = {
  name: 'service-entry-addresses',
  types: [istioCodes.IST0133, istioCodes.IST0134],
  run(mesh, report) {
    for (const { object, spec } of mesh.serviceEntries) {
      const unclear = (spec.ports ?? []).flatMap(({ protocol = '' }, index) =>
        protocol === '' || protocol.toUpperCase() === 'TCP' ? [index] : [],
      );
      if ((spec.addresses ?? []).length > 0 || unclear.length === 0) {
        continue;
      }
      if ((spec.resolution ?? 'NONE') === 'NONE') {
        const warning = 'a TCP port without addresses takes the connections to any address, unless Istio allocates one';
        report(istioCodes.IST0133, object, { warning }, ['spec', 'ports', unclear[0] ?? 0]);
      }
      for (const index of unclear) {
        const { number, protocol } = spec.ports?.[index] ?? {};
        const values = { port: number ?? '', protocol: protocol || 'an undeclared protocol' };
        report(istioCodes.IST0134, object, values, ['spec', 'ports', index, 'protocol']);
      }
    }
  },
};
