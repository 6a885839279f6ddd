import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { hostWords, publicListeners } from './public-gateways.js';

/** Requests from the Internet must be encrypted; a listener that only redirects to HTTPS is fine. */
export const publicGatewayTls: Check = {
  name: 'public-gateway-tls',
  types: [asmCodes.ASM0005],
  run(mesh, report) {
    for (const { gateway, field, port, hosts, service, isPlainText } of publicListeners(mesh)) {
      if (isPlainText) {
        report(asmCodes.ASM0005, gateway, { hosts: hostWords(hosts), port, service }, field);
      }
    }
  },
};
