import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ApiVersions, STABLE_API_VERSIONS } from './api-versions.js';
import type { LateText } from './late-value.js';
import type { Ownership } from './ownership.js';
import { Placement } from './placement.js';

/** What all objects of a chart share. */
export interface MeshSettings {
  /**
   * Which API server each object goes to.
   * @default one cluster named `cluster` that is everything
   */
  readonly placement: Placement;
  /** @default the stable version of each group */
  readonly apiVersions: ApiVersions;
  /** Annotations and labels of responsibility on every object. @default none */
  readonly ownership?: Ownership;
  /** Name of the environment: label `env` on workloads. @default no label */
  readonly environment?: string;
  /**
   * Ids of the CLBs of the environment, by name, for gateways that are bound to one. When deployed with Pulumi these may
   * be Outputs.
   * @default none
   */
  readonly loadBalancers?: Readonly<Record<string, LateText>>;
  /**
   * Rules of objectives as objects of prometheus-operator: labels by which its Prometheus selects them, or `false` where the clusters do not
   * know the kind.
   * @default objects without labels of their own
   */
  readonly prometheusRules?: false | { readonly labels?: Readonly<Record<string, string>> };
}

/** Props of {@link MeshChart}. */
export interface MeshChartProps extends Partial<MeshSettings> {
  /**
   * Namespace of the objects that name none. With `null` they have none in the files either, and go where `kubectl -n` or a tool like it
   * sends them.
   * @default 'default'
   */
  readonly namespace?: string | null;
}

const SETTINGS = Symbol.for('asm-blueprints.MeshSettings');
const DEFAULTS: MeshSettings = { placement: Placement.single('cluster'), apiVersions: STABLE_API_VERSIONS };

/**
 * A cdk8s chart whose objects know their placement, API versions and ownership.
 *
 * Works in any cdk8s app: `app.synth()` writes it like every other chart; the synth of this program also splits it
 * by target. The constructs work inside a plain `Chart` too, with the defaults of {@link MeshSettings}.
 */
export class MeshChart extends Chart {
  /** The settings of the chart that a construct belongs to. */
  static settingsOf(construct: Construct): MeshSettings {
    const chart: Chart & { [SETTINGS]?: MeshSettings } = Chart.of(construct);
    return chart[SETTINGS] ?? DEFAULTS;
  }

  readonly settings: MeshSettings;

  constructor(scope: Construct, id: string, props: MeshChartProps = {}) {
    const namespace = props.namespace === null ? undefined : (props.namespace ?? 'default');
    super(scope, id, { namespace, disableResourceNameHashes: true });
    this.settings = {
      placement: props.placement ?? DEFAULTS.placement,
      apiVersions: props.apiVersions ?? DEFAULTS.apiVersions,
      ownership: props.ownership,
      environment: props.environment,
      ...(props.prometheusRules === undefined ? {} : { prometheusRules: props.prometheusRules }),
    };
    Object.defineProperty(this, SETTINGS, { value: this.settings });
  }
}
