import { Construct } from 'constructs';
import { EnvoyFilter, MeshObject } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import { GATEWAY_NAMESPACE } from './gateway-props.js';
import type { GatewaySelector } from './gateway-servers.js';
import { asmLimitConfig, type LocalLimit, localLimitPatch, localLimitProblems } from './local-rate-limit.js';

/** Props of {@link GatewayRateLimit}. */
export interface GatewayRateLimitProps extends LocalLimit {
  /** @default the construct's id */
  readonly name?: string;
  readonly gateway: GatewaySelector;
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
          configPatches: props.ports.map((port) => localLimitPatch(props, 'GATEWAY', port)),
        },
      });
    }
    this.node.addValidation({ validate: () => localLimitProblems(props) });
  }
}

function asmSpec(props: GatewayRateLimitProps, labels: Record<string, string>) {
  return {
    isGateway: true,
    workloadSelector: { labels },
    configs: props.ports.map((port) => asmLimitConfig(props, props.host ?? '*', port)),
  };
}
