import type { ObservedService } from '../../observability/observed.js';

/** A service with one version, of HTTP and TCP. */
export function observedService(
  name: string,
  namespace = 'shop',
  more: Partial<ObservedService> = {},
): ObservedService {
  return {
    name,
    namespace,
    services: [name],
    app: name,
    workloads: [`${name}-v1`],
    carries: new Set(['http', 'tcp']),
    ...more,
  };
}
