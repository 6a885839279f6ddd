import type { Duration } from 'cdk8s';

/** A limit of requests that each proxy counts for itself. */
export interface LocalLimit {
  /** Requests that a proxy lets through in one interval. */
  readonly requests: number;
  /** Length of the interval. */
  readonly interval: Duration;
}

function fillInterval(interval: Duration): { seconds?: number; nanos?: number } {
  const milliseconds = interval.toMilliseconds();
  const [seconds, rest] = [Math.floor(milliseconds / 1000), milliseconds % 1000];
  return { ...(seconds === 0 ? {} : { seconds }), ...(rest === 0 ? {} : { nanos: rest * 1e6 }) };
}

/** A configuration of an ASMLocalRateLimiter for a host and a port. */
export function asmLimitConfig(limit: LocalLimit, host: string, port: number): object {
  return {
    match: { vhost: { name: host, port } },
    limit: { fill_interval: fillInterval(limit.interval), quota: limit.requests },
  };
}

/**
 * Envoy's local rate limit in front of the filters of a port, as a patch of an EnvoyFilter.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
 */
export function localLimitPatch(limit: LocalLimit, context: 'GATEWAY' | 'SIDECAR_INBOUND', portNumber: number) {
  const everyRequest = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  return {
    applyTo: 'HTTP_FILTER' as const,
    match: {
      context,
      listener: { portNumber, filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } },
    },
    patch: {
      operation: 'INSERT_BEFORE' as const,
      value: {
        name: 'envoy.filters.http.local_ratelimit',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
          stat_prefix: context === 'GATEWAY' ? 'gateway_rate_limit' : 'workload_rate_limit',
          token_bucket: {
            max_tokens: limit.requests,
            tokens_per_fill: limit.requests,
            fill_interval: `${limit.interval.toMilliseconds() / 1000}s`,
          },
          filter_enabled: everyRequest,
          filter_enforced: everyRequest,
        },
      },
    },
  };
}

/** What is wrong with a limit. */
export function localLimitProblems({ requests, interval }: LocalLimit): string[] {
  return [
    ...(Number.isInteger(requests) && requests > 0
      ? []
      : [`a limit of ${requests} requests; let at least one whole request through`]),
    ...(interval.toMilliseconds() >= 50 ? [] : ['an interval below 50 milliseconds; Envoy takes none that is shorter']),
  ];
}
