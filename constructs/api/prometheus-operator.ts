import type { Construct } from 'constructs';
import type { RuleGroup } from '../../observability/objectives/rule-groups.js';
import { MeshObject, type MeshObjectProps } from './mesh-object.js';

/** `spec` of PrometheusRule. */
export interface PrometheusRuleSpec {
  readonly groups: readonly RuleGroup[];
}

/**
 * Rules that prometheus-operator hands to its Prometheus.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export class PrometheusRule extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: PrometheusRuleSpec }) {
    super(scope, id, { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule' }, props, { spec: props.spec });
  }
}
