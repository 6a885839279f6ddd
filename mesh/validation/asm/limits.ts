import type { FieldWriter } from '../schema/field-writer.js';

/**
 * ASM's limiters and breakers. Their bodies are in snake_case inside a camelCase shell, as the service's own documentation has them
 * ("CRD fields for ASMLocalRateLimiter", "… ASMGlobalRateLimiter", "… ASMCircuitBreaker", "… ASMAdaptiveConcurrency").
 */
export function writeLimits(of: FieldWriter, group: string): void {
  const both = ['v1', 'v1beta1'];
  const selector = of.object({ labels: of.labels });
  const headerMatcher = of.object(
    {
      'name!': of.name,
      regex_match: of.text,
      exact_match: of.text,
      prefix_match: of.text,
      suffix_match: of.text,
      present_match: of.flag,
      invert_match: of.flag,
      is_exact_match_empty: of.flag,
    },
    {
      exclusive: [['regex_match', 'exact_match', 'prefix_match', 'suffix_match', 'present_match']],
      rules: ['header-matcher'],
    },
  );
  const queryMatcher = of.object({ 'name!': of.name }, { isOpen: true });
  const distinct = of.object({}, { isOpen: true });
  const requestMatch = of.object({
    header_match: of.list(headerMatcher),
    query_match: of.list(queryMatcher),
    distinct: of.list(distinct),
  });
  const virtualHost = of.object({
    'name!': of.name,
    port: of.port,
    route: of.object({ name_match: of.text, header_match: of.list(headerMatcher) }),
  });
  const match = of.object({ 'vhost!': virtualHost });
  const targets = of.list(
    of.object(
      {
        'kind!': of.oneOf('Service', 'ServiceEntry', 'VirtualService'),
        namespace: of.text,
        'name!': of.name,
        port: of.port,
        section_name: of.text,
      },
      { rules: ['section-of-route'] },
    ),
    1,
  );
  // The documentation of the local limiter and of the breaker does not list every value of `applyToTraffic`.
  const shell = { workloadSelector: selector, isGateway: of.flag, applyToTraffic: of.text };
  const seconds = of.object({ seconds: of.between(0), nanos: of.between(0, 999_999_999) });

  const localLimit = of.object({
    'fill_interval!': of.object(
      { seconds: of.between(0), nanos: of.between(0, 999_999_999) },
      { rules: ['fill-interval'] },
    ),
    'quota!': of.between(0, 2 ** 31 - 1),
    per_downstream_connection: of.flag,
    custom_response_body: of.name,
    response_header_to_add: of.map(of.text, 1),
    response_headers_to_add: of.map(of.text, 1),
    status: of.between(100, 599),
  });
  const localConfig = of.object(
    {
      name: of.text,
      match,
      target_services: targets,
      'limit!': localLimit,
      limit_overrides: of.list(of.object({ request_match: requestMatch, 'limit!': localLimit })),
    },
    { rules: ['match-or-targets'] },
  );
  of.kind(group, both, 'ASMLocalRateLimiter', of.object({ ...shell, 'configs!': of.list(localConfig, 1) }));

  const globalLimit = of.object({ 'unit!': of.oneOf('SECOND', 'MINUTE', 'HOUR', 'DAY'), 'quota!': of.between(0) });
  const globalConfig = of.object(
    {
      'name!': of.name,
      match,
      target_services: targets,
      'limit!': globalLimit,
      limit_overrides: of.list(of.object({ 'request_match!': requestMatch, 'limit!': globalLimit })),
    },
    { rules: ['match-or-targets'] },
  );
  of.kind(
    group,
    both,
    'ASMGlobalRateLimiter',
    of.object({
      ...shell,
      applyToTraffic: of.oneOf('sidecar_inbound', 'sidecar_outbound', 'waypoint'),
      rateLimitService: of.object({ 'host!': of.name, 'port!': of.port, timeout: seconds }),
      'configs!': of.listBy('name', globalConfig, 1),
    }),
  );

  const breaker = of.object(
    {
      window_size: of.textOf(undefined, 'breaker-window'),
      break_duration: of.duration,
      slow_request_rt: of.duration,
      max_slow_requests: of.between(0),
      average_request_rt: of.duration,
      error_percent: of.object({ value: of.percent }),
      min_request_amount: of.between(0),
      custom_response: of.object(
        { status_code: of.between(200, 599), header_to_add: of.map(of.text, 1), body: of.name },
        { fewest: 1 },
      ),
    },
    { fewest: 1, rules: ['breaker-condition'] },
  );
  const breakerConfig = of.object(
    { name: of.text, match, target_services: targets, 'breaker_config!': breaker },
    { rules: ['match-or-targets'] },
  );
  of.kind(group, both, 'ASMCircuitBreaker', of.object({ ...shell, 'configs!': of.list(breakerConfig, 1) }));

  const percent = of.object({ value: of.percent });
  of.kind(
    group,
    both,
    'ASMAdaptiveConcurrency',
    of.object({
      workload_selector: selector,
      sample_aggregate_percentile: percent,
      'concurrency_limit_params!': of.object({
        max_concurrency_limit: of.between(1),
        'concurrency_update_interval!': of.duration,
      }),
      'min_rtt_calc_params!': of.object({
        'interval!': of.duration,
        request_count: of.between(1),
        jitter: percent,
        min_concurrency: of.between(1),
        buffer: percent,
      }),
    }),
  );
}
