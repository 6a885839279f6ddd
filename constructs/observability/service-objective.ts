import { Construct } from 'constructs';
import { alertsOf, measuredDirectly, type ObjectiveAlert } from '../../observability/objectives/alerts.js';
import { indicatorsOf } from '../../observability/objectives/indicators.js';
import { type Objective, objectiveProblems } from '../../observability/objectives/objective.js';
import { type RuleGroup, ruleGroups } from '../../observability/objectives/rule-groups.js';
import type { ObservedService } from '../../observability/observed.js';
import { PrometheusRule } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import { observedService, type ServiceToObserve } from './observed-service.js';

/** What the callers of a service may expect of it, as rules that alert when it burns its error budget too fast. */
export class ServiceObjective extends Construct {
  private readonly service: ObservedService;
  private readonly objective: Objective;
  private readonly problems: readonly string[];

  constructor(scope: ServiceToObserve, id: string, objective: Objective) {
    super(scope, id);
    this.objective = objective;
    this.service = observedService(scope);
    this.problems = [
      ...objectiveProblems(objective),
      ...(this.service.carries.has('http')
        ? []
        : [
            'an objective is about requests, and no port of the service is HTTP; give a port protocol http, http2 or grpc',
          ]),
    ];
    this.node.addValidation({ validate: () => [...this.problems] });
    const { prometheusRules = {} } = MeshChart.settingsOf(this);
    if (prometheusRules === false || this.problems.length > 0) return;
    new PrometheusRule(this, 'rules', {
      metadata: { name: `objective-${scope.name}`, namespace: scope.namespace, labels: prometheusRules.labels },
      spec: { groups: ruleGroups(this.service, objective) },
    });
  }

  /** Where the objective is declared, as `namespace/name` of its service. */
  get place(): string {
    return `${this.service.namespace}/${this.service.name}`;
  }

  /** Its rules for a Prometheus; none where something is wrong with the objective. */
  get groups(): readonly RuleGroup[] {
    return this.problems.length > 0 ? [] : ruleGroups(this.service, this.objective);
  }

  /** Its alerts for a Prometheus without recording rules; none where something is wrong with the objective. */
  get alerts(): readonly ObjectiveAlert[] {
    if (this.problems.length > 0) return [];
    return indicatorsOf(this.service, this.objective).flatMap((indicator) =>
      alertsOf(this.service, this.objective, indicator, measuredDirectly(indicator)),
    );
  }
}

/** Every objective that is declared under a scope, in the order of their services. */
export function objectivesUnder(scope: Construct): ServiceObjective[] {
  return scope.node
    .findAll()
    .filter((construct) => construct instanceof ServiceObjective)
    .sort((one, other) => (one.place < other.place ? -1 : 1));
}
