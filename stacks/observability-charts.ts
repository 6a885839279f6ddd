import type { App } from 'cdk8s';
import { MeshChart, MeshDashboards } from '../constructs/index.js';
import { type Environment, isCloud } from './environment/index.js';

/** Adds the dashboards of everything that the charts of an environment declare, where its settings ask for them. */
export function addDashboards(app: App, environment: Environment): void {
  if (!isCloud(environment) || app.node.children.length === 0) return;
  const { dashboards } = environment.settings.observability;
  if (dashboards === false) return;
  const chart = new MeshChart(app, 'mesh-dashboards', { ...environment.mesh, namespace: dashboards.namespace });
  // A Grafana shows what its own cluster measures; a fleet would not pass the ConfigMaps on.
  new MeshDashboards(chart, 'dashboards', {
    clusters: Object.keys(environment.settings.clusters),
    label: dashboards.label,
    ...(dashboards.folder === undefined ? {} : { folder: dashboards.folder }),
  });
}
