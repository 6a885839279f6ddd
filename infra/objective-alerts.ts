import * as arms from '@pulumi/alicloud/arms/index.js';
import * as pulumi from '@pulumi/pulumi';
import type { ObjectiveAlert } from '../constructs/index.js';
import { ArgumentCheck } from './argument-check.js';

/** Arguments of {@link ObjectiveAlerts}. */
export interface ObjectiveAlertsArgs {
  /** The cluster whose managed Prometheus evaluates the alerts. */
  readonly clusterId: pulumi.Input<string>;
  /** Their expressions need no recording rules. */
  readonly alerts: readonly ObjectiveAlert[];
  /** Id of the notification policy that says who gets the alerts. @default the alert manager of ARMS, with the policies that match */
  readonly notificationPolicyId?: pulumi.Input<string>;
}

/** Minutes that ARMS waits, the fewest: the windows of an alert do the waiting. */
const DURATION = '1';

/**
 * The alerts of objectives in managed Prometheus (ARMS), a rule each. ARMS takes no recording rules by its API, so a rule asks for its
 * windows itself.
 *
 * @throws ProblemsError without a cluster, or with two alerts of one identity.
 */
export class ObjectiveAlerts extends pulumi.ComponentResource {
  readonly rules: readonly arms.PrometheusAlertRule[];

  constructor(name: string, args: ObjectiveAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`ObjectiveAlerts ${name}`);
    check.required(args, ['clusterId', 'alerts']);
    const titles = args.alerts.map(titleOf);
    for (const title of new Set(titles.filter((one, index) => titles.indexOf(one) !== index))) {
      check.refuse('ARG_TWICE', 'alerts', `has '${title}' twice`, 'give each service one objective');
    }
    check.finish();
    super('asm:observability:ObjectiveAlerts', name, {}, opts);
    const { clusterId, notificationPolicyId } = args;
    this.rules = args.alerts.map((alert) => {
      const title = titleOf(alert);
      return new arms.PrometheusAlertRule(
        `${name}/${title}`,
        {
          clusterId,
          prometheusAlertRuleName: `${name} ${title}`,
          expression: alert.expression,
          duration: DURATION,
          message: alert.annotations['summary'] ?? title,
          labels: pairs(alert.labels),
          annotations: pairs(alert.annotations),
          ...(notificationPolicyId === undefined
            ? { notifyType: 'ALERT_MANAGER' }
            : { notifyType: 'DISPATCH_RULE', dispatchRuleId: notificationPolicyId }),
        },
        { parent: this },
      );
    });
    this.registerOutputs({});
  }
}

/** What tells an alert from all others: `shop/cart availability page`. */
function titleOf({ labels, severity }: ObjectiveAlert): string {
  const place = `${labels['destination_service_namespace']}/${labels['destination_service_name']}`;
  return `${place} ${labels['objective']} ${severity}`;
}

function pairs(texts: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(texts).map(([name, value]) => ({ name, value }));
}
