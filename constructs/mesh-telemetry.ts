import { Construct } from 'constructs';
import { Telemetry } from './api/index.js';
import { type PolicyTarget, targeted } from './security/policy-target.js';

/** Props of {@link MeshTelemetry}. */
export interface MeshTelemetryProps {
  /** @default the construct's id */
  readonly name?: string;
  /** Namespace that it is for; the root namespace (istio-system) stands for the whole mesh. @default the chart's namespace */
  readonly namespace?: string;
  /** @default every workload of the namespace */
  readonly target?: PolicyTarget;
  /** @default left as the mesh has it */
  readonly accessLog?: {
    /** @default 'envoy' */
    readonly provider?: string;
    /** CEL expression over the request; only matching requests are logged, for example `response.code >= 400`. @default all */
    readonly filter?: string;
    /** @default false */
    readonly disabled?: boolean;
  };
  /** @default left as the mesh has it */
  readonly metrics?: {
    /** @default 'prometheus' */
    readonly provider?: string;
    /** Tags put on a metric, as CEL expressions, by metric and tag: `{ REQUEST_COUNT: { zone: "'a'" } }`. @default none */
    readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  /** @default left as the mesh has it */
  readonly tracing?: {
    readonly provider: string;
    /** Share of the requests that are traced, 0 to 100. @default 1 */
    readonly samplingPercentage?: number;
    /** Fixed tags of every span. @default none */
    readonly tags?: Readonly<Record<string, string>>;
  };
}

/** Access logs, metrics and traces. @see https://istio.io/latest/docs/reference/config/telemetry/ */
export class MeshTelemetry extends Construct {
  constructor(scope: Construct, id: string, props: MeshTelemetryProps = {}) {
    super(scope, id);
    const { accessLog, metrics, tracing } = props;
    const { fields, namespace, problems } = targeted(props.target, props.namespace);
    this.node.addValidation({ validate: () => [...problems] });
    new Telemetry(this, 'telemetry', {
      metadata: { name: props.name ?? id, namespace },
      spec: {
        ...fields,
        accessLogging: accessLog && [accessLogging(accessLog)],
        metrics: metrics && [metricsOf(metrics)],
        tracing: tracing && [tracingOf(tracing)],
      },
    });
  }
}

function accessLogging(log: NonNullable<MeshTelemetryProps['accessLog']>) {
  return {
    providers: [{ name: log.provider ?? 'envoy' }],
    filter: log.filter === undefined ? undefined : { expression: log.filter },
    disabled: log.disabled,
  };
}

function metricsOf(metrics: NonNullable<MeshTelemetryProps['metrics']>) {
  const overrides = Object.entries(metrics.tags ?? {}).map(([metric, tags]) => ({
    match: { metric: metric as 'REQUEST_COUNT' },
    tagOverrides: Object.fromEntries(Object.entries(tags).map(([tag, value]) => [tag, { value }])),
  }));
  return {
    providers: [{ name: metrics.provider ?? 'prometheus' }],
    overrides: overrides.length === 0 ? undefined : overrides,
  };
}

function tracingOf(tracing: NonNullable<MeshTelemetryProps['tracing']>) {
  const tags = Object.entries(tracing.tags ?? {});
  return {
    providers: [{ name: tracing.provider }],
    randomSamplingPercentage: tracing.samplingPercentage ?? 1,
    customTags:
      tags.length === 0 ? undefined : Object.fromEntries(tags.map(([tag, value]) => [tag, { literal: { value } }])),
  };
}
