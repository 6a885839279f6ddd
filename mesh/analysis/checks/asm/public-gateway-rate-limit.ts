import { gatewayRateLimits } from '../../../istio/rate-limits.js';
import type { MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { hostWords, publicListeners } from './public-gateways.js';

/**
 * Anybody can send a public gateway any number of requests. A limit is an ASMLocalRateLimiter or ASMGlobalRateLimiter, or an EnvoyFilter
 * with Envoy's rate limit filter, that selects the pods of the gateway. Reported once for each gateway.
 */
export const publicGatewayRateLimit: Check = {
  name: 'public-gateway-rate-limit',
  types: [asmCodes.ASM0006],
  run(mesh, report) {
    const listeners = publicListeners(mesh);
    const limits = listeners.length === 0 ? [] : gatewayRateLimits(mesh);
    const hosts = new Map<MeshObject, { readonly names: Set<string>; readonly service: string }>();
    for (const listener of listeners) {
      const isLimited = limits.some((limit) => limit.holdsFor(listener.podLabels, listener.namespace));
      if (!isLimited) {
        const known = hosts.get(listener.gateway) ?? { names: new Set<string>(), service: listener.service };
        hosts.set(listener.gateway, known);
        for (const host of listener.hosts) {
          known.names.add(host);
        }
      }
    }
    for (const [gateway, { names, service }] of hosts) {
      report(asmCodes.ASM0006, gateway, { hosts: hostWords([...names]), service });
    }
  },
};
