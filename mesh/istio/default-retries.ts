import type { Mesh } from '../model/mesh.js';
import { asNumber, asText, fieldsOf } from '../model/narrowing.js';
import type { Retries, RouteSource } from './route-source.js';

/** How often routes that say nothing of it are tried again: `defaultHttpRetryPolicy` of the MeshConfig; undefined for Istio's own default. */
export function defaultRetries(mesh: Mesh): Retries | undefined {
  const policy = mesh.config.raw['defaultHttpRetryPolicy'];
  return policy === undefined || policy === null ? undefined : readRetries(policy);
}

/** The retries of a VirtualService's rule or of the MeshConfig; without attempts there are none. */
export function readRetries(policy: unknown): Retries {
  const { attempts, perTryTimeout, retryOn, retryIgnorePreviousHosts } = fieldsOf(policy);
  const conditions = (asText(retryOn) ?? '').split(',').map((part) => part.trim());
  return {
    attempts: asNumber(attempts) ?? 0,
    perTryTimeout: asText(perTryTimeout),
    retryOn: conditions.filter((part) => part !== ''),
    ...(typeof retryIgnorePreviousHosts === 'boolean' ? { ignorePreviousHosts: retryIgnorePreviousHosts } : {}),
  };
}

/** Routes whose rules have the retries of the mesh where they set none. */
export function withDefaultRetries(sources: readonly RouteSource[], mesh: Mesh): readonly RouteSource[] {
  const retries = defaultRetries(mesh);
  return retries === undefined
    ? sources
    : sources.map((source) => ({
        ...source,
        http: source.http.map((rule) => (rule.retries === undefined ? { ...rule, retries } : rule)),
      }));
}
