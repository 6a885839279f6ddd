import { Construct } from 'constructs';
import { EnvoyFilter, MeshObject } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import { asmLimitConfig, type LocalLimit, localLimitPatch, localLimitProblems } from './local-rate-limit.js';

/** Props of {@link WorkloadRateLimit}. */
export interface WorkloadRateLimitProps extends LocalLimit {
  /** @default the construct's id */
  readonly name?: string;
  /** Namespace of the pods. @default the chart's namespace */
  readonly namespace?: string;
  /** Labels of the pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Ports that are limited, each by its number at the Service and at the pod. */
  readonly ports: readonly { readonly port: number /** @default as `port` */; readonly targetPort?: number }[];
}

/**
 * A limit of requests that reach pods, counted by the sidecar of each pod; more get 429.
 *
 * With ASM it is an ASMLocalRateLimiter, without ASM an EnvoyFilter with Envoy's local rate limit.
 */
export class WorkloadRateLimit extends Construct {
  constructor(scope: Construct, id: string, props: WorkloadRateLimitProps) {
    super(scope, id);
    const { namespace, ports } = props;
    const metadata = { name: props.name ?? id, ...(namespace === undefined ? {} : { namespace }) };
    const labels = { ...props.labels };
    if (MeshChart.settingsOf(this).placement.gatewayForm === 'asm') {
      const type = { apiVersion: 'istio.alibabacloud.com/v1beta1', kind: 'ASMLocalRateLimiter' };
      const configs = ports.map(({ port }) => asmLimitConfig(props, '*', port));
      new MeshObject(this, 'limiter', type, { metadata }, { spec: { workloadSelector: { labels }, configs } });
    } else {
      // Sidecars listen at the ports of the pods.
      const configPatches = ports.map(({ port, targetPort = port }) =>
        localLimitPatch(props, 'SIDECAR_INBOUND', targetPort),
      );
      new EnvoyFilter(this, 'limiter', {
        metadata,
        spec: { priority: 10, workloadSelector: { labels }, configPatches },
      });
    }
    this.node.addValidation({ validate: () => localLimitProblems(props) });
  }
}
