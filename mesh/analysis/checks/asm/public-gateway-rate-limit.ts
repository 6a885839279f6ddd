import { gatewayRateLimits } from '../../../istio/rate-limits.js';
import type { MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { hostWords, publicListeners } from './public-gateways.js';

/**
 * Anybody can send a public gateway any number of requests. A limit is an ASMLocalRateLimiter or ASMGlobalRateLimiter, or an EnvoyFilter
 * with Envoy's rate limit filter, that selects the pods of the gateway. Reported once for each Service through
 * which requests come, at the first of its gateways: one limit there is for all of them.
 */
export const publicGatewayRateLimit: Check = {
  name: 'public-gateway-rate-limit',
  types: [asmCodes.ASM0006],
  run(mesh, report) {
    const listeners = publicListeners(mesh);
    const limits = listeners.length === 0 ? [] : gatewayRateLimits(mesh);
    const entrances = new Map<string, { readonly gateway: MeshObject; readonly names: Set<string> }>();
    for (const { gateway, hosts, service, podLabels, namespace } of listeners) {
      if (!limits.some((limit) => limit.holdsFor(podLabels, namespace))) {
        const entrance = entrances.get(service) ?? { gateway, names: new Set<string>() };
        entrances.set(service, entrance);
        for (const host of hosts) {
          entrance.names.add(host);
        }
      }
    }
    for (const [service, { gateway, names }] of entrances) {
      report(asmCodes.ASM0006, gateway, { hosts: hostWords([...names]), service });
    }
  },
};
