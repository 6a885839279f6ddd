import { expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { Placement, WorkloadRateLimit, type WorkloadRateLimitProps } from '../../../constructs/index.js';
import { render, TWO_CLUSTERS } from '../rendered.js';

const limit = (placement: Placement, change: Partial<WorkloadRateLimitProps> = {}) =>
  render(
    (chart) =>
      new WorkloadRateLimit(chart, 'limit', {
        labels: { app: 'cart' },
        ports: [{ port: 80, targetPort: 8080 }],
        requests: 10,
        interval: Duration.seconds(1),
        ...change,
      }),
    { placement },
  );

test('is an ASMLocalRateLimiter beside the pods with ASM, at the port of the Service', () => {
  const { spec, metadata } = limit(TWO_CLUSTERS).only('ASMLocalRateLimiter');
  expect(metadata.namespace).toBe('shop');
  expect(spec).toEqual({
    workloadSelector: { labels: { app: 'cart' } },
    configs: [{ match: { vhost: { name: '*', port: 80 } }, limit: { fill_interval: { seconds: 1 }, quota: 10 } }],
  });
});

test('is an EnvoyFilter without, at the port of the pods', () => {
  const { spec } = limit(Placement.single('kind')).only('EnvoyFilter');
  expect(spec.workloadSelector).toEqual({ labels: { app: 'cart' } });
  expect(spec.configPatches).toHaveLength(1);
  expect(spec.configPatches[0].match).toMatchObject({ context: 'SIDECAR_INBOUND', listener: { portNumber: 8080 } });
  expect(spec.configPatches[0].patch.value.typed_config.token_bucket).toEqual({
    max_tokens: 10,
    tokens_per_fill: 10,
    fill_interval: '1s',
  });
});

test.each([
  [{ requests: 0 }, 'a limit of 0 requests'],
  [{ interval: Duration.millis(20) }, 'an interval below 50 milliseconds'],
])('refuses %j', (change, expected) => {
  expect(limit(TWO_CLUSTERS, change).problems.join()).toContain(expected);
});

test('may be by a part of a second', () => {
  const interval = Duration.millis(1500);
  const { spec } = limit(TWO_CLUSTERS, { interval }).only('ASMLocalRateLimiter');
  expect(spec.configs[0].limit.fill_interval).toEqual({ seconds: 1, nanos: 500_000_000 });
  const filter = limit(Placement.single('kind'), { interval }).only('EnvoyFilter').spec.configPatches[0];
  expect(filter.patch.value.typed_config.token_bucket.fill_interval).toBe('1.5s');
});
