import {
  type Fields,
  fieldsListOf,
  fieldsOf,
  type Labels,
  labelsOf,
  type Mesh,
  type MeshObject,
  matchesLabels,
} from '../model/index.js';

/** A limit of how many requests gateways take. */
export interface RateLimit {
  /** The ASMLocalRateLimiter, ASMGlobalRateLimiter or EnvoyFilter that sets it. */
  readonly object: MeshObject;
  /** Whether it selects the pods of a gateway, by their labels and their namespace. */
  readonly holdsFor: (podLabels: Labels, namespace: string) => boolean;
}

/** The limits that could hold for gateways: those of ASM, and EnvoyFilters with Envoy's rate limit filters. */
export function gatewayRateLimits(mesh: Mesh): readonly RateLimit[] {
  const limiters = ['ASMLocalRateLimiter', 'ASMGlobalRateLimiter'].flatMap((kind) =>
    mesh.objectsOf('istio.alibabacloud.com', kind),
  );
  const filters = mesh
    .istio('EnvoyFilter')
    .filter(({ object }) => fieldsListOf(object.spec['configPatches']).some(limitsGateways));
  return [...limiters, ...filters.map(({ object }) => object)].map((object) => {
    const selector = labelsOf(fieldsOf(object.spec['workloadSelector'])['labels']);
    const isOfRoot = object.namespace === mesh.config.rootNamespace;
    return {
      object,
      holdsFor: (podLabels, namespace) =>
        matchesLabels(podLabels, selector) &&
        (isOfRoot || namespace === object.namespace || Object.keys(selector).length > 0),
    };
  });
}

function limitsGateways(patch: Fields): boolean {
  const context = fieldsOf(patch['match'])['context'] ?? 'ANY';
  const isForGateways = context === 'ANY' || context === 'GATEWAY';
  return isForGateways && /local_?ratelimit|filters\.http\.ratelimit/.test(JSON.stringify(patch));
}
