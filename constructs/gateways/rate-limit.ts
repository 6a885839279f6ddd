import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { EnvoyFilter, MeshObject } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import { GATEWAY_NAMESPACE } from './gateway-props.js';
import type { GatewaySelector } from './gateway-servers.js';

/** Props of {@link GatewayRateLimit}. */
export interface GatewayRateLimitProps {
  /** @default the construct's id */
  readonly name?: string;
  readonly gateway: GatewaySelector;
  /** Requests that each gateway pod lets through in one interval. */
  readonly requests: number;
  /** Length of the interval. */
  readonly interval: Duration;
  /** Ports of the gateway that are limited. */
  readonly ports: readonly number[];
  /** Host that is limited; ASM only. @default '*' */
  readonly host?: string;
}

/**
 * A limit of requests at a gateway, counted by each of its pods; more get 429.
 *
 * With ASM it is an ASMLocalRateLimiter, without ASM an EnvoyFilter with Envoy's local rate limit.
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
 */
export class GatewayRateLimit extends Construct {
  constructor(scope: Construct, id: string, props: GatewayRateLimitProps) {
    super(scope, id);
    const { placement } = MeshChart.settingsOf(this);
    const metadata = { name: props.name ?? id, namespace: GATEWAY_NAMESPACE };
    const labels = { ...props.gateway.selector };
    if (placement.gatewayForm === 'asm') {
      const type = { apiVersion: 'istio.alibabacloud.com/v1beta1', kind: 'ASMLocalRateLimiter' };
      new MeshObject(this, 'limiter', type, { metadata }, { spec: asmSpec(props, labels) });
    } else {
      new EnvoyFilter(this, 'limiter', {
        metadata,
        spec: {
          priority: 10,
          workloadSelector: { labels },
          configPatches: props.ports.map((port) => filterPatch(props, port)),
        },
      });
    }
    this.node.addValidation({
      validate: () =>
        Number.isInteger(props.requests) && props.requests > 0
          ? []
          : [`a limit of ${props.requests} requests; let at least one whole request through`],
    });
  }
}

function asmSpec(props: GatewayRateLimitProps, labels: Record<string, string>) {
  return {
    isGateway: true,
    workloadSelector: { labels },
    configs: props.ports.map((port) => ({
      match: { vhost: { name: props.host ?? '*', port } },
      limit: { fill_interval: { seconds: props.interval.toSeconds() }, quota: props.requests },
    })),
  };
}

function filterPatch(props: GatewayRateLimitProps, portNumber: number) {
  const everyRequest = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  return {
    applyTo: 'HTTP_FILTER' as const,
    match: {
      context: 'GATEWAY' as const,
      listener: { portNumber, filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } },
    },
    patch: {
      operation: 'INSERT_BEFORE' as const,
      value: {
        name: 'envoy.filters.http.local_ratelimit',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
          stat_prefix: 'gateway_rate_limit',
          token_bucket: {
            max_tokens: props.requests,
            tokens_per_fill: props.requests,
            fill_interval: `${props.interval.toSeconds()}s`,
          },
          filter_enabled: everyRequest,
          filter_enforced: everyRequest,
        },
      },
    },
  };
}
