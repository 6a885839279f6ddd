import { describe, expect, test } from '@jest/globals';
import { readManifests } from '../../../../mesh/manifest/read-manifests.js';
import { validateConfiguration } from '../../../../mesh/validation/validate.js';
import { testRefusals } from '../refusals.js';

describe('autoscalers and budgets', () => {
  const scale = 'scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}';
  testRefusals(
    ['autoscaling/v2', 'HorizontalPodAutoscaler'],
    [
      [
        `spec: {${scale}, maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}`,
      ],
      [`spec: {${scale}}`, 'spec.maxReplicas'],
      [`spec: {${scale}, maxReplicas: 1, minReplicas: 2}`, 'spec.maxReplicas'],
      [`spec: {${scale}, maxReplicas: 0}`, 'spec.maxReplicas'],
      [`spec: {${scale}, maxReplicas: 3, metrics: [{type: Resource}]}`, 'spec.metrics[0].resource'],
      [
        `spec: {${scale}, maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization}}}]}`,
        'spec.metrics[0].resource.target.averageUtilization',
      ],
      [`spec: {${scale}, maxReplicas: 3, targetCPUUtilizationPercentage: 50}`, 'spec.targetCPUUtilizationPercentage'],
    ],
  );
  testRefusals(
    ['policy/v1', 'PodDisruptionBudget'],
    [
      ['spec: {minAvailable: 50%, selector: {matchLabels: {app: a}}}'],
      ['spec: {minAvailable: 1, maxUnavailable: 1}', 'spec'],
      ['spec: {minAvailable: most}', 'spec.minAvailable'],
    ],
  );
});

describe('roles', () => {
  testRefusals(
    ['rbac.authorization.k8s.io/v1', 'Role'],
    [
      ['rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]'],
      ['rules: [{apiGroups: [""], resources: [pods]}]', 'rules[0].verbs'],
      ['rules: [{resources: [pods], verbs: [get]}]', 'rules[0].apiGroups'],
      ['rules: [{nonResourceURLs: [/logs], verbs: [get]}]', 'rules[0].nonResourceURLs'],
    ],
    '{name: "system:some:role", namespace: shop}',
  );
  const role = 'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}';
  testRefusals(
    ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
    [
      [`${role}\nsubjects: [{kind: ServiceAccount, name: a, namespace: shop}]`],
      ['roleRef: {kind: ClusterRole, name: a}\nsubjects: [{kind: Group, name: a}]'],
      ['subjects: []', 'roleRef'],
      [`${role}\nsubjects: [{kind: ServiceAccount, name: a}]`, 'subjects[0].namespace'],
      [`${role}\nsubjects: [{kind: Team, name: a}]`, 'subjects[0].kind'],
      [`${role}\nsubjects: [{kind: User, name: {a: b}}]`, 'subjects[0].name'],
    ],
  );
});

describe('configuration', () => {
  testRefusals(
    ['v1', 'ConfigMap'],
    [
      ['data: {a.b_c-d: x}'],
      ['data: {a: 1}', 'data.a'],
      ['data: {"a/b": x}', 'data.a/b'],
      ['data: {a: x}\nbinaryData: {a: eA==}', 'binaryData.a'],
      ['data: {a: {b: c}}', 'data.a'],
    ],
  );
  testRefusals(
    ['v1', 'Secret'],
    [
      ['data: {a: eA==}\nstringData: {b: c}'],
      ['type: kubernetes.io/tls\ndata: {tls.crt: eA==, tls.key: eA==}'],
      ['data: {a: plain text}', 'data.a'],
      ['type: kubernetes.io/tls\ndata: {tls.crt: eA==}', 'data.tls.key'],
      ['type: kubernetes.io/basic-auth\ndata: {x: eA==}', 'data'],
    ],
  );
  testRefusals(
    ['v1', 'PersistentVolumeClaim'],
    [
      ['spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}'],
      ['spec: {accessModes: [ReadWriteOnce]}', 'spec.resources.requests.storage'],
      ['spec: {resources: {requests: {storage: 1Gi}}}', 'spec.accessModes'],
      ['spec: {accessModes: [Anywhere], resources: {requests: {storage: 1Gi}}}', 'spec.accessModes[0]'],
    ],
  );

  test('no message shows a value of a Secret', () => {
    const yaml =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {pin: 4711, flag: true}\ndata: {x: "p@ss"}\n';
    const { resources } = readManifests(yaml, 'secret.yaml');
    const problems = validateConfiguration(resources[0]?.manifest, 'default');
    expect(problems).toHaveLength(2);
    expect(JSON.stringify(problems)).not.toMatch(/4711|p@ss/);
  });
});

describe('extensions of the API', () => {
  const version = 'versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]';
  const names = 'names: {kind: Box, plural: boxes}';
  testRefusals(
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    [
      [`spec: {group: example.com, scope: Namespaced, ${names}, ${version}}`],
      [`spec: {group: example.org, scope: Namespaced, ${names}, ${version}}`, 'metadata.name'],
      [`spec: {group: example.com, scope: Global, ${names}, ${version}}`, 'spec.scope'],
      [
        `spec: {group: example.com, scope: Cluster, ${names}, versions: [{name: v1, served: true}]}`,
        'spec.versions',
        'spec.versions[0].schema',
      ],
    ],
    '{name: boxes.example.com}',
  );
  const client = 'clientConfig: {service: {name: a, namespace: b}}';
  const rest = 'sideEffects: None, admissionReviewVersions: [v1]';
  testRefusals(
    ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
    [
      [`webhooks: [{name: a.example.com, ${client}, ${rest}}]`],
      [`webhooks: [{name: check, ${client}, ${rest}}]`, 'webhooks[0].name'],
      [`webhooks: [{name: a.example.com, clientConfig: {}, ${rest}}]`, 'webhooks[0].clientConfig'],
      [`webhooks: [{name: a.example.com, ${client}, admissionReviewVersions: [v1]}]`, 'webhooks[0].sideEffects'],
      [`webhooks: [{name: a.example.com, ${client}, ${rest}, timeoutSeconds: 60}]`, 'webhooks[0].timeoutSeconds'],
    ],
    '{name: check}',
  );
});

describe('quotas', () => {
  testRefusals(
    ['v1', 'ResourceQuota'],
    [
      [
        'spec: {hard: {requests.cpu: "4", limits.memory: 8Gi, pods: 10, count/jobs.batch: "3", requests.nvidia.com/gpu: 1}}',
      ],
      ['spec: {hard: {requests.gold: 1}}', 'spec.hard.requests.gold'],
      ['spec: {hard: {pods: -1}}', 'spec.hard.pods'],
      ['spec: {hard: {pods: 500m}}', 'spec.hard.pods'],
      ['spec: {hard: {pods: 1}, scopes: [Sometimes]}', 'spec.scopes[0]'],
      ['spec: {hard: {pods: 1}, scopes: [BestEffort, NotBestEffort]}', 'spec.scopes'],
    ],
  );
  testRefusals(
    ['v1', 'LimitRange'],
    [
      [
        'spec: {limits: [{type: Container, min: {cpu: 10m}, defaultRequest: {cpu: 50m}, default: {cpu: 1}, max: {cpu: "2"}}]}',
      ],
      [
        'spec: {limits: [{type: Container, defaultRequest: {cpu: 2}, default: {cpu: 1}}]}',
        'spec.limits[0].defaultRequest.cpu',
      ],
      ['spec: {limits: [{type: Container, min: {cpu: 2}, max: {cpu: 500m}}]}', 'spec.limits[0].min.cpu'],
      ['spec: {limits: [{type: Container, max: {cpu: -1}}]}', 'spec.limits[0].max.cpu'],
      ['spec: {limits: [{type: Box, max: {cpu: 1}}]}', 'spec.limits[0].type'],
      ['spec: {limits: [{type: Pod, default: {cpu: 1}}]}', 'spec.limits[0].default'],
      ['spec: {limits: [{type: Pod, max: {cpu: 1}}, {type: Pod, min: {cpu: 1}}]}', 'spec.limits[1].type'],
      ['spec: {limits: [{type: PersistentVolumeClaim, max: {cpu: 1}}]}', 'spec.limits[0]'],
      [
        'spec: {limits: [{type: Container, maxLimitRequestRatio: {cpu: 0.5}}]}',
        'spec.limits[0].maxLimitRequestRatio.cpu',
      ],
    ],
  );
});
