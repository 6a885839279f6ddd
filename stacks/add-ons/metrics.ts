import { Metrics } from '../../infra/metrics.js';
import type { AddOnContext } from '../add-on.js';
import { isCloud } from '../environment/index.js';

/** Managed Prometheus for every cluster, unless `observability.metrics` says otherwise. */
export function metrics({ environment, clusters, tags }: AddOnContext): void {
  if (!isCloud(environment) || !environment.settings.observability.metrics) return;
  for (const { name, clusterId } of clusters) new Metrics(`${environment.name}-${name}`, { clusterId, tags });
}
