import type { FieldWriter, WrittenFields } from '../schema/field-writer.js';

/** The kinds of the traffic scheduling suite whose fields are documented. */
export const schedulingKinds = [
  ...['RateLimitingPolicy', 'ConcurrencyLimitingPolicy', 'ConcurrencySchedulingPolicy', 'QuotaSchedulingPolicy'],
  'AverageLatencySchedulingPolicy',
] as const;

/**
 * ASM's traffic scheduling suite ("CRD fields of the traffic scheduling suite"). What the documentation shows in part only is open: the
 * schedulers of workloads.
 */
export function writeScheduling(of: FieldWriter, group: string): void {
  const selectors = of.list(
    of.object({
      agent_group: of.text,
      control_point: of.text,
      service: of.text,
      label_matcher: of.open,
      port: of.any,
    }),
    1,
  );
  const requests = of.object({ denied_response_status_code: of.between(100, 599), tokens_label_key: of.text });
  const positive = of.intern({ t: 'number', l: 0 });
  const bucketParameters = of.object({
    interval: of.duration,
    limit_by_label_key: of.text,
    continuous_fill: of.flag,
    delay_initial_fill: of.flag,
    max_idle_time: of.duration,
    lazy_sync: of.object({ enabled: of.flag, num_sync: of.between(1) }),
  });
  const concurrencyParameters = of.object({ max_inflight_duration: of.duration, limit_by_label_key: of.text });
  const bucket = { 'fill_amount!': positive, 'bucket_capacity!': positive };
  const policy = (kind: (typeof schedulingKinds)[number], part: string, fields: WrittenFields): void => {
    of.kind(group, ['v1'], kind, of.object({ [`${part}!`]: of.object(fields) }));
  };
  policy('RateLimitingPolicy', 'rate_limiter', {
    ...bucket,
    parameters: bucketParameters,
    request_parameters: requests,
    'selectors!': selectors,
  });
  policy('ConcurrencyLimitingPolicy', 'concurrency_limiter', {
    'max_concurrency!': of.between(1),
    parameters: concurrencyParameters,
    request_parameters: requests,
    'selectors!': selectors,
  });
  policy('ConcurrencySchedulingPolicy', 'concurrency_scheduler', {
    'max_concurrency!': of.between(1),
    concurrency_limiter: concurrencyParameters,
    scheduler: of.open,
    'selectors!': selectors,
  });
  policy('QuotaSchedulingPolicy', 'quota_scheduler', {
    ...bucket,
    rate_limiter: bucketParameters,
    scheduler: of.open,
    'selectors!': selectors,
  });
  const latency = of.object(
    { 'load_scheduling_core!': of.object({ 'aimd_load_scheduler!': of.open }, { isOpen: true }) },
    { isOpen: true },
  );
  of.kind(group, ['v1'], 'AverageLatencySchedulingPolicy', latency);
}
