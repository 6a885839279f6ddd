import { describe } from '@jest/globals';
import { testRefusals } from '../refusals.js';

const template = 'template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: a}]}}';
const selector = 'selector: {matchLabels: {app: a}}';
const spec = (rest: string): string => `spec: {${selector}, ${template}${rest === '' ? '' : `, ${rest}`}}`;

describe('a workload', () => {
  testRefusals(
    ['apps/v1', 'Deployment'],
    [
      [spec('')],
      [spec('replicas: 0, strategy: {type: Recreate}, progressDeadlineSeconds: 20')],
      [spec('strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}')],
      [`spec: {${template}}`, 'spec.selector'],
      [`spec: {selector: {}, ${template}}`, 'spec.selector'],
      [`spec: {selector: {matchLabels: {app: b}}, ${template}}`, 'spec.selector'],
      [
        `spec: {selector: {matchExpressions: [{key: app, operator: In, values: [a]}]}, ${template}}`,
        ...([] as string[]),
      ],
      [
        `spec: {selector: {matchExpressions: [{key: app, operator: Near}]}, ${template}}`,
        'spec.selector.matchExpressions[0].operator',
        'spec.selector',
      ],
      [spec('replicas: -1'), 'spec.replicas'],
      [spec('replicas: two'), 'spec.replicas'],
      [spec('replicas: 9999999999'), 'spec.replicas'],
      [spec('replicaz: 1'), 'spec.replicaz'],
      [spec('strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}'), 'spec.strategy.rollingUpdate'],
      [
        spec('strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}'),
        'spec.strategy.rollingUpdate.maxUnavailable',
      ],
      [spec('strategy: {rollingUpdate: {maxSurge: some}}'), 'spec.strategy.rollingUpdate.maxSurge'],
      [spec('progressDeadlineSeconds: 5, minReadySeconds: 5'), 'spec.progressDeadlineSeconds'],
      [
        `spec: {${selector}, template: {metadata: {labels: {app: a}}, spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}`,
        'spec.template.spec.restartPolicy',
      ],
      [
        `spec: {${selector}, template: {metadata: {labels: {app: a, x: "a b"}}, spec: {container: [{name: a}]}}}`,
        'spec.template.spec.container',
        'spec.template.metadata.labels.x',
      ],
      [
        `spec: {${selector}, template: {metadata: {labels: {app: 1}}, spec: {containers: [{name: a, image: a}]}}}`,
        'spec.template.metadata.labels.app',
      ],
    ],
  );
  testRefusals(
    ['apps/v1', 'StatefulSet'],
    [
      [
        `spec: {${selector}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: a, volumeMounts: [{name: of-a-claim, mountPath: /x}]}]}}}`,
      ],
      [`spec: {selector: {matchLabels: {b: b}}, ${template}}`, 'spec.selector'],
      [
        `spec: {${selector}, template: {metadata: {labels: {app: a}}, spec: {activeDeadlineSeconds: 3, containers: [{name: a, image: a}]}}}`,
        'spec.template.spec.activeDeadlineSeconds',
      ],
    ],
  );
  testRefusals(
    ['apps/v1', 'DaemonSet'],
    [
      [spec('')],
      [
        spec('updateStrategy: {rollingUpdate: {maxUnavailable: 200%}}'),
        'spec.updateStrategy.rollingUpdate.maxUnavailable',
      ],
    ],
  );
  testRefusals(
    ['apps/v1', 'ReplicaSet'],
    [[spec('replicas: 2')], [spec('minReadySeconds: -1'), 'spec.minReadySeconds']],
  );
  testRefusals(
    ['v1', 'ReplicationController'],
    [[`spec: {selector: {app: a}, ${template}}`], [`spec: {selector: {app: b}, ${template}}`, 'spec.selector']],
  );
  const job = 'template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}';
  testRefusals(
    ['batch/v1', 'Job'],
    [
      [`spec: {${job}, backoffLimit: 0}`],
      [`spec: {${template}}`, 'spec.template.spec.restartPolicy'],
      [`spec: {${job}, backoffLimit: -1}`, 'spec.backoffLimit'],
      [`spec: {${job}, completionMode: Indexed}`, 'spec.completions'],
    ],
  );
  testRefusals(
    ['batch/v1', 'CronJob'],
    [
      [`spec: {schedule: "*/5 0-6 * JAN MON-FRI", jobTemplate: {spec: {${job}}}}`],
      [`spec: {schedule: "@hourly", jobTemplate: {spec: {${job}}}}`],
      [`spec: {schedule: "every hour", jobTemplate: {spec: {${job}}}}`, 'spec.schedule'],
      [
        `spec: {schedule: "0 3 * * *", concurrencyPolicy: Never, jobTemplate: {spec: {${job}}}}`,
        'spec.concurrencyPolicy',
      ],
      [
        `spec: {schedule: "0 3 * * *", jobTemplate: {spec: {${template}}}}`,
        'spec.jobTemplate.spec.template.spec.restartPolicy',
      ],
    ],
  );
});
