import { objectivesUnder } from '../../constructs/index.js';
import { ObjectiveAlerts } from '../../infra/objective-alerts.js';
import type { AddOnContext } from '../add-on.js';
import { isCloud } from '../environment/index.js';
import { environmentApp } from '../environment-charts.js';

/** Alerts for the objectives of services in the managed Prometheus of every cluster, unless `observability.alerts` says otherwise. */
export function objectiveAlerts({ environment, clusters }: AddOnContext): void {
  if (!isCloud(environment)) return;
  const { metrics, alerts: wanted } = environment.settings.observability;
  if (!metrics || !wanted.arms) return;
  const alerts = objectivesUnder(environmentApp(environment)).flatMap((objective) => objective.alerts);
  if (alerts.length === 0) return;
  const { notificationPolicy } = wanted;
  for (const { name, clusterId } of clusters) {
    new ObjectiveAlerts(`${environment.name}-${name}`, {
      clusterId,
      alerts,
      ...(notificationPolicy === undefined ? {} : { notificationPolicyId: notificationPolicy }),
    });
  }
}
