import type { Field } from '../field.js';
import type { KindRules } from '../kind-rules.js';
import { checkCountOrPercent, checkGiven, checkLabelSelector, checkLowest } from './values.js';

/** The source that goes with each type of metric. */
const metricSources: ReadonlyMap<string, string> = new Map([
  ['Resource', 'resource'],
  ['ContainerResource', 'containerResource'],
  ['Pods', 'pods'],
  ['Object', 'object'],
  ['External', 'external'],
]);

/** The target that goes with each type of target. */
const targets: ReadonlyMap<string, string> = new Map([
  ['Utilization', 'averageUtilization'],
  ['AverageValue', 'averageValue'],
  ['Value', 'value'],
]);

/** What an API server refuses in a HorizontalPodAutoscaler. */
export const checkHorizontalPodAutoscaler: KindRules = (spec) => {
  const most = spec.at('maxReplicas');
  const least = spec.at('minReplicas');
  checkLowest(most, 1);
  checkLowest(least, 0);
  if (most.isSet && least.isSet && most.number < least.number) {
    most.error('must not be less than minReplicas');
  }
  checkGiven(spec.at('scaleTargetRef').at('kind'));
  checkGiven(spec.at('scaleTargetRef').at('name'));
  for (const metric of spec.at('metrics').items) {
    checkMetric(metric);
  }
  checkLowest(spec.at('targetCPUUtilizationPercentage'), 1);
};

function checkMetric(metric: Field): void {
  const type = metric.at('type').text;
  const source = metricSources.get(type);
  for (const [other, key] of metricSources) {
    if (other !== type && metric.has(key)) {
      metric.at(key).error(`goes with type ${other} only`);
    }
  }
  if (source === undefined) {
    return;
  }
  if (!metric.has(source)) {
    metric.at(source).error(`type ${type} needs it`);
    return;
  }
  const target = metric.at(source).at('target');
  const value = targets.get(target.at('type').text);
  if (value !== undefined && !target.has(value)) {
    target.at(value).error(`type ${target.at('type').text} needs it`);
  }
  checkLowest(target.at('averageUtilization'), 1);
}

/** What an API server refuses in a PodDisruptionBudget. */
export const checkPodDisruptionBudget: KindRules = (spec) => {
  if (spec.has('minAvailable') && spec.has('maxUnavailable')) {
    spec.error('minAvailable and maxUnavailable exclude each other');
  }
  checkCountOrPercent(spec.at('minAvailable'), 100);
  checkCountOrPercent(spec.at('maxUnavailable'), 100);
  checkLabelSelector(spec.at('selector'));
};
