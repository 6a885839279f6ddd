import { attachedListeners, refusedListeners } from '../../../istio/gateway-api/attached-listeners.js';
import { fieldsListOf, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** Whether listeners of Gateways of the Gateway API conflict, and whether two Gateways ask for one address. */
export const gatewayListenerConflicts: Check = {
  name: 'gateway-listeners',
  types: [asmCodes.ASM0025],
  run(mesh, report) {
    for (const { listener, winner } of refusedListeners(mesh)) {
      const { owner, index, spec } = listener;
      const values = {
        what: `listener ${String(spec['name'] ?? index)}`,
        winner: `listener ${String(winner.spec['name'] ?? winner.index)} of ${winner.owner.kind} ${winner.owner.namespace}/${winner.owner.name}`,
        reason: 'has the same port and host and comes first',
        fix: 'give each its own hostname or port',
      };
      report(asmCodes.ASM0025, owner, values, ['spec', 'listeners', index]);
    }
    const byAddress = new Map<string, MeshObject>();
    for (const gateway of new Set(attachedListeners(mesh).map((attached) => attached.gateway))) {
      for (const [index, { type = 'IPAddress', value }] of fieldsListOf(gateway.spec['addresses']).entries()) {
        const key = `${String(type)} ${String(value)}`;
        const first = byAddress.get(key);
        if (
          type === 'IPAddress' &&
          typeof value === 'string' &&
          value !== '' &&
          first !== undefined &&
          first !== gateway
        ) {
          const values = {
            what: `the address ${value}`,
            winner: `Gateway ${first.namespace}/${first.name}`,
            reason: 'asks for it too, and a load balancer serves one Gateway',
            fix: 'give each its own address',
          };
          report(asmCodes.ASM0025, gateway, values, ['spec', 'addresses', index]);
        }
        byAddress.set(key, first ?? gateway);
      }
    }
  },
};
