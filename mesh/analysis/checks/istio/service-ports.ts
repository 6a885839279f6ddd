import { asText, type ClusterService, fieldsListOf, type MeshObject } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { isOfIstio } from '../../istio-own.js';

/** Whether the ports of Services say their protocol, by name or by `appProtocol`. */
export const servicePorts: Check = {
  name: 'service-ports',
  types: [istioCodes.IST0118, istioCodes.IST0150],
  run(mesh, report) {
    for (const { instances } of mesh.services) {
      for (const instance of instances) {
        const { object } = instance;
        // Whoever writes a gateway does not name the ports of its Service, and no proxy reads their protocol.
        const unclear = object.madeFrom === undefined && !isOfIstio(object) ? unclearPorts(instance) : [];
        if (instance.type === 'ExternalName') {
          const index = instance.ports.findIndex((port, at) => unclear.includes(at) || port.name === 'tcp');
          if (index >= 0) {
            report(istioCodes.IST0150, object, {}, ['spec', 'ports', index]);
          }
        } else {
          for (const index of unclear) {
            const port = instance.ports[index];
            const what = declarationOf(object, index, port?.name ?? '');
            const values = { what, port: port?.number ?? '', targetPort: port?.targetPort ?? '' };
            report(istioCodes.IST0118, object, values, ['spec', 'ports', index]);
          }
        }
      }
    }
  },
};

/** Indexes of the ports whose protocol the proxy has to find out by itself. A Service cannot declare HBONE. */
function unclearPorts({ ports }: ClusterService): readonly number[] {
  return ports.flatMap(({ protocol, protocolSource }, index) =>
    protocolSource === 'undeclared' || protocol === 'hbone' ? [index] : [],
  );
}

/** What was to declare the protocol of a port: `appProtocol`, which wins over the name even where it is unknown, or the name. */
function declarationOf({ spec }: MeshObject, index: number, name: string): string {
  const appProtocol = asText(fieldsListOf(spec['ports'])[index]?.['appProtocol']);
  return appProtocol === undefined
    ? name === ''
      ? 'the empty name'
      : `the name "${name}"`
    : `appProtocol "${appProtocol}"`;
}
