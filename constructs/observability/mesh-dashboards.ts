import { Construct } from 'constructs';
import { dashboardsOf } from '../../observability/dashboards/dashboards.js';
import { KubeConfigMap } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import { observedMesh } from './observed-mesh.js';

/** Props of {@link MeshDashboards}. */
export interface MeshDashboardsProps {
  /**
   * Where services and gateways are looked for: those that are declared before the dashboards are.
   * @default the whole app
   */
  readonly of?: Construct;
  /** Namespace of the ConfigMaps. @default the chart's namespace */
  readonly namespace?: string;
  /** Data-plane clusters that get the ConfigMaps, by name. @default every data-plane cluster */
  readonly clusters?: readonly string[];
  /**
   * Label by which the sidecar of Grafana finds dashboards.
   * @default { grafana_dashboard: '1' }
   */
  readonly label?: Readonly<Record<string, string>>;
  /**
   * Folder in Grafana, as the annotation `grafana_folder`; the sidecar must be told to heed it.
   * @default the folder that the sidecar has
   */
  readonly folder?: string;
}

/** Label that the dashboards of a construct have beside that of the sidecar, so that one command lists them. */
export const DASHBOARD_LABEL = { 'app.kubernetes.io/part-of': 'asm-blueprints-dashboards' } as const;

/** Label of the sidecar in Grafana's own chart. */
const SIDECAR_LABEL = { grafana_dashboard: '1' } as const;

/**
 * Dashboards for Grafana, a ConfigMap each: one for every MeshService, one for every gateway, and one for the mesh.
 *
 * @see https://github.com/grafana/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards
 */
export class MeshDashboards extends Construct {
  /** Uids of the dashboards, as links to them have them. */
  readonly uids: readonly string[];

  constructor(scope: Construct, id: string, props: MeshDashboardsProps = {}) {
    super(scope, id);
    const mesh = observedMesh(props.of ?? this.node.root);
    const { environment } = MeshChart.settingsOf(this);
    const dashboards = dashboardsOf({ ...mesh, ...(environment === undefined ? {} : { environment }) });
    this.uids = dashboards.map(({ uid }) => uid);
    for (const { uid, json } of dashboards) {
      new KubeConfigMap(this, uid, {
        clusters: props.clusters,
        metadata: {
          name: uid,
          namespace: props.namespace,
          labels: { ...DASHBOARD_LABEL, ...(props.label ?? SIDECAR_LABEL) },
          annotations: props.folder === undefined ? undefined : { grafana_folder: props.folder },
        },
        data: { [`${uid}.json`]: json },
      });
    }
  }
}
