import { describe, expect, test } from '@jest/globals';
import { quantityOf } from '../../../../mesh/validation/kubernetes/resources.js';
import { testRefusals } from '../refusals.js';

const containers = 'containers: [{name: a, image: a}]';
const pod = (rest: string): string => `spec: {${rest}, ${containers}}`;
const container = (rest: string): string => `spec: {containers: [{name: a, image: a, ${rest}}]}`;
const first = 'spec.containers[0]';

describe('a pod', () => {
  testRefusals(
    ['v1', 'Pod'],
    [
      [pod('serviceAccountName: a, tolerations: [{operator: Exists}], nodeSelector: {a: b}, hostname: a')],
      ['spec: {containers: []}', 'spec.containers'],
      ['spec: {containers: [{image: a}]}', `${first}.name`],
      ['spec: {containers: [{name: a}]}', `${first}.image`],
      ['spec: {containers: [{name: a, image: a}, {name: a, image: b}]}', 'spec.containers[1].name'],
      ['spec: {containers: [{name: A_1, image: a}]}', `${first}.name`],
      [pod('serviceAccountName: Some_Account'), 'spec.serviceAccountName'],
      [pod('restartPolicy: Sometimes'), 'spec.restartPolicy'],
      [pod('tolerations: [{value: x}]'), 'spec.tolerations[0].operator'],
      [pod('tolerations: [{key: a, operator: Exists, value: x}]'), 'spec.tolerations[0].value'],
      [pod('tolerations: [{key: a, tolerationSeconds: 3}]'), 'spec.tolerations[0].tolerationSeconds'],
      [pod('dnsPolicy: None'), 'spec.dnsConfig'],
      [pod('dnsConfig: {nameservers: [dns.example.com]}'), 'spec.dnsConfig.nameservers[0]'],
      [pod('hostAliases: [{ip: localhost}]'), 'spec.hostAliases[0].ip'],
      [pod('shareProcessNamespace: true, hostPID: true'), 'spec.shareProcessNamespace'],
      [pod('terminationGracePeriodSeconds: -1'), 'spec.terminationGracePeriodSeconds'],
    ],
  );
});

describe('a container', () => {
  testRefusals(
    ['v1', 'Pod'],
    [
      [container('ports: [{name: http, containerPort: 80}], env: [{name: A, value: b}]')],
      [container('resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1, memory: 128Mi}}')],
      [container('ports: [{containerPort: 0}]'), `${first}.ports[0].containerPort`],
      [container('ports: [{containerPort: "80"}]'), `${first}.ports[0].containerPort`],
      [container('ports: [{containerPort: 80, protocol: HTTP}]'), `${first}.ports[0].protocol`],
      [container('ports: [{containerPort: 80, name: a-name-that-is-long}]'), `${first}.ports[0].name`],
      [container('ports: [{containerPort: 80, name: a}, {containerPort: 81, name: a}]'), `${first}.ports[1].name`],
      [container('env: [{name: A, value: 3}]'), `${first}.env[0].value`],
      [container('env: [{name: "A=B", value: b}]'), `${first}.env[0].name`],
      [container('env: [{name: A, value: b, valueFrom: {fieldRef: {fieldPath: a}}}]'), `${first}.env[0].valueFrom`],
      [container('env: [{name: A, valueFrom: {}}]'), `${first}.env[0].valueFrom`],
      [container('envFrom: [{prefix: a}]'), `${first}.envFrom[0]`],
      [container('volumeMounts: [{name: v, mountPath: /v}]'), `${first}.volumeMounts[0].name`],
      [container('livenessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 3}')],
      [container('livenessProbe: {periodSeconds: 3}'), `${first}.livenessProbe`],
      [container('readinessProbe: {httpGet: {port: 0}}'), `${first}.readinessProbe.httpGet.port`],
      [container('readinessProbe: {httpGet: {port: 80}, tcpSocket: {port: 80}}'), `${first}.readinessProbe`],
      [
        container('livenessProbe: {exec: {command: [a]}, successThreshold: 2}'),
        `${first}.livenessProbe.successThreshold`,
      ],
      [container('lifecycle: {preStop: {exec: {}}}'), `${first}.lifecycle.preStop.exec.command`],
      [container('resources: {requests: {cpu: 2}, limits: {cpu: 1}}'), `${first}.resources.requests.cpu`],
      [container('resources: {requests: {memory: a lot}}'), `${first}.resources.requests.memory`],
      [container('resources: {limits: {storage: 1Gi}}'), `${first}.resources.limits.storage`],
      [container('resources: {limits: {cpu: "-1"}}'), `${first}.resources.limits.cpu`],
      [
        container('securityContext: {privileged: true, allowPrivilegeEscalation: false}'),
        `${first}.securityContext.allowPrivilegeEscalation`,
      ],
      [
        `spec: {initContainers: [{name: i, image: i, readinessProbe: {exec: {command: [a]}}}], ${containers}}`,
        'spec.initContainers[0].readinessProbe',
      ],
      [
        'spec: {hostNetwork: true, containers: [{name: a, image: a, ports: [{containerPort: 80, hostPort: 81}]}]}',
        `${first}.ports[0].hostPort`,
      ],
    ],
  );
});

describe('volumes and affinity', () => {
  testRefusals(
    ['v1', 'Pod'],
    [
      [pod('volumes: [{name: a, emptyDir: {}}, {name: b}]')],
      [pod('volumes: [{name: a, emptyDir: {}, hostPath: {path: /}}]'), 'spec.volumes[0]'],
      [pod('volumes: [{name: a}, {name: a}]'), 'spec.volumes[1].name'],
      [pod('volumes: [{name: a, secret: {}}]'), 'spec.volumes[0].secret.secretName'],
      [pod('volumes: [{name: a, configMap: {name: c, defaultMode: 4000}}]'), 'spec.volumes[0].configMap.defaultMode'],
      [
        pod(
          'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}]}]}}}',
        ),
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values',
      ],
      [
        pod(
          'affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, podAffinityTerm: {topologyKey: zone}}]}}',
        ),
        'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight',
      ],
      [
        pod('topologySpreadConstraints: [{maxSkew: 0, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]'),
        'spec.topologySpreadConstraints[0].maxSkew',
      ],
    ],
  );
});

test.each([
  ['100m', 0.1],
  ['1.5', 1.5],
  [2, 2],
  ['128Mi', 128 * 2 ** 20],
  ['1e3', 1000],
  ['1E', 1e18],
  ['lots', undefined],
  [true, undefined],
])('the quantity %s is %s', (text, amount) => {
  expect(quantityOf(text)).toBe(amount);
});
