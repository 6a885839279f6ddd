import { matchesLabelSelector } from '../../model/labels.js';
import { labelsOf } from '../../model/narrowing.js';
import type { Field } from '../field.js';
import type { KindRules } from '../kind-rules.js';
import { checkPodSpec } from './pod.js';
import {
  checkAnnotationKeys,
  checkCountOrPercent,
  checkLabelPairs,
  checkLabelSelector,
  checkLowest,
  checkObjectName,
  isEmptyLabelSelector,
} from './values.js';

/** What an API server refuses in a Deployment (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/). */
export const checkDeployment: KindRules = (spec) => {
  checkCounts(spec, ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']);
  checkSelector(spec);
  checkTemplate(spec.at('template'), ['Always']);
  if (spec.has('strategy')) {
    const strategy = spec.at('strategy');
    const rolling = strategy.at('rollingUpdate');
    if (strategy.at('type').text === 'Recreate' && rolling.isSet) {
      rolling.error('rollingUpdate goes with type RollingUpdate only');
    }
    checkRolling(rolling);
  }
  const deadline = spec.at('progressDeadlineSeconds');
  if (deadline.isSet && deadline.number <= spec.at('minReadySeconds').number) {
    deadline.error('must be more than minReadySeconds');
  }
};

/** What an API server refuses in a DaemonSet. */
export const checkDaemonSet: KindRules = (spec) => {
  checkCounts(spec, ['minReadySeconds', 'revisionHistoryLimit']);
  checkSelector(spec);
  checkTemplate(spec.at('template'), ['Always']);
  checkCountOrPercent(spec.at('updateStrategy').at('rollingUpdate').at('maxUnavailable'), 100);
};

/** What an API server refuses in a ReplicaSet. */
export const checkReplicaSet: KindRules = (spec) => {
  checkCounts(spec, ['replicas', 'minReadySeconds']);
  checkSelector(spec);
  checkTemplate(spec.at('template'), ['Always']);
};

/** What an API server refuses in a StatefulSet. It looks at the pods only when it makes them, since their volumes come of claims. */
export const checkStatefulSet: KindRules = (spec) => {
  checkCounts(spec, ['replicas', 'minReadySeconds', 'revisionHistoryLimit']);
  checkSelector(spec);
  const pod = spec.at('template').at('spec');
  checkRestart(pod, ['Always']);
  checkTemplateMetadata(spec.at('template'));
  if (pod.has('activeDeadlineSeconds')) {
    pod.at('activeDeadlineSeconds').error('the pods of a StatefulSet take none');
  }
};

/** What an API server refuses in a ReplicationController. */
export const checkReplicationController: KindRules = (spec) => {
  checkCounts(spec, ['replicas', 'minReadySeconds']);
  const { selector, template } = { selector: spec.at('selector'), template: spec.at('template') };
  if (selector.size > 0 && template.isSet) {
    checkMatches(selector, template, { matchLabels: selector.value });
  }
  checkTemplate(template, ['Always']);
};

/** What an API server refuses in a Job. */
export const checkJob: KindRules = (spec) => {
  checkCounts(spec, ['parallelism', 'completions', 'backoffLimit', 'ttlSecondsAfterFinished', 'activeDeadlineSeconds']);
  checkTemplate(spec.at('template'), ['OnFailure', 'Never']);
  if (spec.has('selector') && !spec.at('manualSelector').isTrue) {
    // An object that was read from a cluster has the selector that the cluster made, with the labels that it put into the template.
    checkMatches(spec.at('selector'), spec.at('template'), spec.at('selector').value);
  }
  if (spec.at('completionMode').text === 'Indexed' && !spec.has('completions')) {
    spec.at('completions').error('completionMode Indexed needs it');
  }
};

/** What an API server refuses in a CronJob. */
export const checkCronJob: KindRules = (spec, namespace, object) => {
  const name = object.at('metadata').at('name');
  if (name.text.length > 52) {
    name.error('the name of a CronJob has at most 52 characters, since its Jobs have longer ones');
  }
  const schedule = spec.at('schedule');
  if (schedule.isSet && !isSchedule(schedule.text)) {
    schedule.error(
      `\`${schedule.text}\` is not a schedule of five fields, such as \`0 3 * * *\`, or @hourly, @daily, …`,
    );
  }
  checkCounts(spec, ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']);
  checkJob(spec.at('jobTemplate').at('spec'), namespace, object);
};

/** What an API server refuses in a Pod. */
export const checkPod: KindRules = (spec) => {
  checkPodSpec(spec);
};

const field = /^(?:\*|\?|[0-9A-Za-z]+(?:-[0-9A-Za-z]+)?)(?:\/\d+)?$/;
const named = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/;

function isSchedule(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return (
    named.test(text.trim()) ||
    (fields.length === 5 && fields.every((part) => part.split(',').every((one) => field.test(one))))
  );
}

function checkCounts(spec: Field, names: readonly string[]): void {
  for (const name of names) {
    if (spec.has(name)) {
      checkLowest(spec.at(name), 0);
    }
  }
}

function checkRolling(rolling: Field): void {
  const { surge, unavailable } = { surge: rolling.at('maxSurge'), unavailable: rolling.at('maxUnavailable') };
  checkCountOrPercent(surge);
  checkCountOrPercent(unavailable, 100);
  const isZero = ({ value }: Field): boolean => value === 0 || value === '0%';
  if (isZero(surge) && isZero(unavailable)) {
    unavailable.error('maxUnavailable and maxSurge must not both be 0');
  }
}

function checkSelector(spec: Field): void {
  const selector = spec.at('selector');
  const template = spec.at('template');
  if (!selector.isSet) {
    return;
  }
  checkLabelSelector(selector);
  if (isEmptyLabelSelector(selector)) {
    selector.error('must not be empty: it says which pods belong to the object');
  } else if (template.isSet) {
    checkMatches(selector, template, selector.value);
  }
}

function checkMatches(selector: Field, template: Field, value: unknown): void {
  const labels = template.at('metadata').at('labels');
  if (!matchesLabelSelector(labelsOf(labels.value), value)) {
    selector.error('does not match the labels of the template');
  }
}

function checkTemplate(template: Field, restarts: readonly string[]): void {
  checkTemplateMetadata(template);
  const pod = template.at('spec');
  checkPodSpec(pod);
  checkRestart(pod, restarts);
}

function checkTemplateMetadata(template: Field): void {
  const metadata = template.at('metadata');
  checkLabelPairs(metadata.at('labels'));
  checkAnnotationKeys(metadata.at('annotations'));
  if (metadata.has('name')) {
    checkObjectName(metadata.at('name'));
  }
}

function checkRestart(pod: Field, allowed: readonly string[]): void {
  const restart = pod.at('restartPolicy');
  if (pod.isSet && !allowed.includes(restart.text || 'Always')) {
    restart.error(`must be ${allowed.join(' or ')} here`);
  }
}
