import {
  type Fields,
  fieldsListOf,
  fieldsOf,
  type Labels,
  labelsOf,
  type Mesh,
  type MeshObject,
  matchesLabels,
} from '../../../model/index.js';
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
    const limits = listeners.length === 0 ? [] : limitsOf(mesh);
    const hosts = new Map<MeshObject, { readonly names: Set<string>; readonly service: string }>();
    for (const listener of listeners) {
      const isLimited = limits.some(
        ({ selector, namespace }) =>
          matchesLabels(listener.podLabels, selector) &&
          (namespace === undefined || namespace === listener.namespace || Object.keys(selector).length > 0),
      );
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

interface Limit {
  readonly selector: Labels;
  /** Namespace that it is confined to; undefined for the whole mesh. */
  readonly namespace: string | undefined;
}

function limitsOf(mesh: Mesh): readonly Limit[] {
  const limiters = ['ASMLocalRateLimiter', 'ASMGlobalRateLimiter'].flatMap((kind) =>
    mesh.objectsOf('istio.alibabacloud.com', kind),
  );
  const filters = mesh
    .istio('EnvoyFilter')
    .filter(({ object }) => fieldsListOf(object.spec['configPatches']).some(limitsGateways));
  return [...limiters, ...filters.map(({ object }) => object)].map((object) => ({
    selector: labelsOf(fieldsOf(object.spec['workloadSelector'])['labels']),
    namespace: object.namespace === mesh.config.rootNamespace ? undefined : object.namespace,
  }));
}

function limitsGateways(patch: Fields): boolean {
  const context = fieldsOf(patch['match'])['context'] ?? 'ANY';
  const isForGateways = context === 'ANY' || context === 'GATEWAY';
  return isForGateways && /local_?ratelimit|filters\.http\.ratelimit/.test(JSON.stringify(patch));
}
