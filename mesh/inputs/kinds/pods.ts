import { type FieldCoverage, modelled, noEffect, notModelled, resources, scheduling, timing } from '../coverage.js';

const ready = noEffect('pods are taken to be ready');
const names = notModelled('names may lead to other addresses', { side: 'sender' });
const process = noEffect('what runs in the container');
const machine = noEffect('the machine that it runs on');

const container: FieldCoverage = {
  name: modelled,
  image: modelled,
  args: modelled,
  ports: modelled,
  command: process,
  env: process,
  envFrom: process,
  workingDir: process,
  stdin: process,
  stdinOnce: process,
  tty: process,
  terminationMessagePath: process,
  terminationMessagePolicy: process,
  volumeDevices: process,
  volumeMounts: process,
  lifecycle: process,
  livenessProbe: ready,
  readinessProbe: ready,
  startupProbe: ready,
  restartPolicy: ready,
  restartPolicyRules: ready,
  imagePullPolicy: resources,
  resources,
  resizePolicy: resources,
  securityContext: process,
};

/** `spec` of pods. */
export const podSpec: FieldCoverage = {
  containers: container,
  initContainers: container,
  ephemeralContainers: process,
  serviceAccountName: modelled,
  serviceAccount: modelled,
  hostNetwork: modelled,
  hostAliases: names,
  dnsConfig: names,
  dnsPolicy: notModelled('names of Services may not be found', {
    unless: ['ClusterFirst', 'ClusterFirstWithHostNet'],
    side: 'sender',
  }),
  readinessGates: ready,
  restartPolicy: ready,
  volumes: process,
  automountServiceAccountToken: process,
  enableServiceLinks: process,
  securityContext: process,
  shareProcessNamespace: process,
  hostname: process,
  hostnameOverride: process,
  subdomain: noEffect('pods of a headless Service are not told apart'),
  setHostnameAsFQDN: process,
  hostIPC: machine,
  hostPID: machine,
  hostUsers: machine,
  os: machine,
  runtimeClassName: machine,
  activeDeadlineSeconds: timing,
  terminationGracePeriodSeconds: timing,
  imagePullSecrets: resources,
  overhead: resources,
  resourceClaims: resources,
  resources,
  affinity: scheduling,
  nodeName: scheduling,
  nodeSelector: scheduling,
  preemptionPolicy: scheduling,
  priority: scheduling,
  priorityClassName: scheduling,
  schedulerName: scheduling,
  schedulingGates: scheduling,
  schedulingGroup: scheduling,
  tolerations: scheduling,
  topologySpreadConstraints: scheduling,
};

const template: FieldCoverage = { metadata: modelled, spec: podSpec };
const rollout = noEffect('how pods are replaced');
const records = noEffect('records of what has run');

const job: FieldCoverage = {
  template,
  parallelism: modelled,
  selector: modelled,
  activeDeadlineSeconds: timing,
  backoffLimit: ready,
  backoffLimitPerIndex: ready,
  completionMode: ready,
  completions: ready,
  managedBy: ready,
  manualSelector: records,
  maxFailedIndexes: ready,
  podFailurePolicy: ready,
  podReplacementPolicy: ready,
  successPolicy: ready,
  suspend: notModelled('no pods are made', { unless: [false] }),
  ttlSecondsAfterFinished: records,
};

/** Kinds of other programs, of which only the pods count. */
const otherController: FieldCoverage = { replicas: modelled, selector: modelled, template, '*': rollout };

/** `spec` of each kind that makes pods, by group and kind. */
export const workloadSpecs: Readonly<Record<string, FieldCoverage>> = {
  '/Pod': podSpec,
  '/ReplicationController': { replicas: modelled, selector: modelled, template, minReadySeconds: ready },
  'apps/Deployment': {
    replicas: modelled,
    selector: modelled,
    template,
    strategy: rollout,
    minReadySeconds: ready,
    paused: rollout,
    progressDeadlineSeconds: rollout,
    revisionHistoryLimit: records,
  },
  'apps/StatefulSet': {
    replicas: modelled,
    selector: modelled,
    template,
    serviceName: noEffect('pods of a headless Service are not told apart'),
    ordinals: rollout,
    updateStrategy: rollout,
    podManagementPolicy: rollout,
    minReadySeconds: ready,
    revisionHistoryLimit: records,
    persistentVolumeClaimRetentionPolicy: resources,
    volumeClaimTemplates: resources,
  },
  'apps/DaemonSet': {
    selector: modelled,
    template,
    updateStrategy: rollout,
    minReadySeconds: ready,
    revisionHistoryLimit: records,
  },
  'apps/ReplicaSet': { replicas: modelled, selector: modelled, template, minReadySeconds: ready },
  'batch/Job': job,
  'batch/CronJob': {
    jobTemplate: { metadata: records, spec: job },
    schedule: timing,
    timeZone: timing,
    startingDeadlineSeconds: timing,
    concurrencyPolicy: rollout,
    suspend: notModelled('no pods are made', { unless: [false] }),
    successfulJobsHistoryLimit: records,
    failedJobsHistoryLimit: records,
  },
  'argoproj.io/Rollout': {
    ...otherController,
    workloadRef: modelled,
  },
  'apps.kruise.io/CloneSet': otherController,
  'apps.kruise.io/StatefulSet': otherController,
  'apps.kruise.io/DaemonSet': otherController,
};
