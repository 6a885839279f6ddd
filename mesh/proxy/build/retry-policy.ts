import type { Retries } from '../../istio/route-source.js';
import type { RetryPolicy } from '../route-configuration.js';

/** Failures that are tried again without any setting (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-default_http_retry_policy). */
const defaultRetryOn = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

const defaultPolicy: RetryPolicy = {
  attempts: 2,
  retryOn: defaultRetryOn,
  perTryTimeout: undefined,
  ignoresPreviousHosts: undefined,
};

/** When a route is tried again: two times on failures of connections when no rule says otherwise; undefined for never. */
export function retryPolicyOf(retries: Retries | undefined): RetryPolicy | undefined {
  if (retries === undefined) {
    return defaultPolicy;
  }
  const { attempts, retryOn, perTryTimeout, ignorePreviousHosts } = retries;
  return attempts <= 0
    ? undefined
    : {
        attempts,
        retryOn: retryOn.length === 0 ? defaultRetryOn : retryOn,
        perTryTimeout,
        ignoresPreviousHosts: ignorePreviousHosts,
      };
}
