import type { OutlierDetection } from '../proxy/cluster.js';
import type { Route } from '../proxy/route-configuration.js';
import type { Ejection } from './exchange.js';
import type { Response } from './response.js';
import { type Attempt, asTried } from './retry.js';

const none: readonly Ejection[] = [];

/**
 * The endpoints of a cluster that outlier detection takes out because of what comes back from them, or does not within a timeout of the
 * route, which counts as 504; for how long, and how many at once, is not looked at
 * (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier).
 */
export function ejectionsOf(
  attempts: readonly Attempt[],
  {
    outlierDetection,
    destinationRules,
  }: {
    readonly outlierDetection?: OutlierDetection | undefined;
    readonly destinationRules?: readonly string[];
  },
  route: Route | undefined,
): readonly Ejection[] {
  if (outlierDetection === undefined) {
    return none;
  }
  return attempts.flatMap(({ host, exchange }) => {
    const after = exchange.responses
      .map(({ value }) => reasonOf(outlierDetection, route === undefined ? value : asTried(value, route)))
      .find(Boolean);
    if (after === undefined) {
      return [];
    }
    const { workload, address } = host.endpoint;
    const endpoint = workload === undefined ? address : `${workload.namespace}/${workload.name}`;
    return [{ endpoint, destinationRule: destinationRules?.[0] ?? '', after }];
  });
}

/** After which failures an endpoint that answers like this is taken out; undefined when it is not. */
function reasonOf(
  { consecutive5xx, consecutiveGatewayErrors }: OutlierDetection,
  { status, failure }: Response,
): string | undefined {
  const isGatewayError = failure !== undefined || ['502', '503', '504'].includes(status);
  if (isGatewayError && consecutiveGatewayErrors > 0) {
    return `${consecutiveGatewayErrors} gateway errors in a row`;
  }
  const isError = isGatewayError || status.startsWith('5');
  return isError && consecutive5xx > 0 ? `${consecutive5xx} errors 5xx in a row` : undefined;
}
