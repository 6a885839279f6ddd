import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether a ServiceEntry has addresses, by which the proxy tells TCP connections to it from those to others. */
export const serviceEntryAddresses: Check = {
  name: 'service-entry-addresses',
  types: [istioCodes.IST0134],
  run(mesh, report) {
    for (const { object, spec } of mesh.serviceEntries) {
      if ((spec.addresses ?? []).length === 0) {
        spec.ports?.forEach(({ number, protocol = '' }, index) => {
          if (protocol === '' || protocol.toUpperCase() === 'TCP') {
            const values = { port: number ?? '', protocol: protocol === '' ? 'an undeclared protocol' : protocol };
            report(istioCodes.IST0134, object, values, ['spec', 'ports', index, 'protocol']);
          }
        });
      }
    }
  },
};
