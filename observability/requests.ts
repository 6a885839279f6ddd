import { GRPC_SERVER_FAULTS, ISTIO_METRICS, type IstioLabel } from './istio-metrics.js';
import { type Matchers, rate, share, sum } from './promql.js';

/** Which requests a query is about. */
export type RequestScope = Matchers<IstioLabel | 'le'>;

/** Requests a second, by labels. */
export function requestRate(scope: RequestScope, window: string, by: readonly IstioLabel[] = []): string {
  return sum(rate(ISTIO_METRICS.requests, scope, window), by);
}

/**
 * Requests a second that failed by a fault of the server, by labels: an answer of 5xx, a status of gRPC that means the same (see
 * {@link GRPC_SERVER_FAULTS}), or no answer at all. A caller that went away (flag DC) is not a fault of the server.
 */
export function failureRate(scope: RequestScope, window: string, by: readonly IstioLabel[] = []): string {
  const kinds: readonly RequestScope[] = [
    { response_code: { matches: '5..' } },
    { response_code: '0', response_flags: { doesNotMatch: '.*DC.*' } },
    { grpc_response_status: { matches: GRPC_SERVER_FAULTS.join('|') } },
  ];
  // `or` takes each series once, so a request that failed in two ways counts once.
  const failed = kinds.map((kind) => rate(ISTIO_METRICS.requests, { ...scope, ...kind }, window));
  return sum(failed.join(' or '), by);
}

/** Share of the requests that failed, 0 to 1 (see {@link failureRate}). */
export function failureShare(scope: RequestScope, window: string, by: readonly IstioLabel[] = []): string {
  return share(failureRate(scope, window, by), requestRate(scope, window, by));
}

/**
 * The duration in milliseconds that a share of the requests stays below, interpolated inside its bucket.
 *
 * @param quantile 0 to 1
 */
export function latency(quantile: number, scope: RequestScope, window: string, by: readonly IstioLabel[] = []): string {
  const buckets = sum(rate(ISTIO_METRICS.requestDuration, scope, window), ['le', ...by]);
  return `histogram_quantile(${quantile}, ${buckets})`;
}

/** The side that knows how a request came in: what a caller reports is always `unknown`. */
const RECEIVER: RequestScope = { reporter: { matches: 'destination|waypoint' } };

/** What a share of mutual TLS is counted in: requests, or connections of protocols other than HTTP. */
export type SecuredUnit = 'requests' | 'connectionsOpened';

/** Share of the requests or connections that came in by mutual TLS, 0 to 1, as the receiving side saw them. */
export function mutualTlsShare(scope: RequestScope, window: string, unit: SecuredUnit = 'requests'): string {
  const received = { ...scope, ...RECEIVER };
  const metric = ISTIO_METRICS[unit];
  const secured = sum(rate(metric, { ...received, connection_security_policy: 'mutual_tls' }, window));
  return share(secured, sum(rate(metric, received, window)));
}

/** Requests a second that came in without mutual TLS, as the receiving side saw them, by labels. */
export function plainTextRate(scope: RequestScope, window: string, by: readonly IstioLabel[]): string {
  const plain = { ...scope, ...RECEIVER, connection_security_policy: { not: 'mutual_tls' } };
  return sum(rate(ISTIO_METRICS.requests, plain, window), by);
}
