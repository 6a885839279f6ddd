import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import { quantityOf } from '../../../mesh/validation/kubernetes/resources.js';
import type { CloudSettings } from '../../../stacks/environment/index.js';
import { balancersOf, publicBalancers } from '../../../stacks/plan/balancers.js';
import { podsOf } from '../../../stacks/plan/pods.js';
import { proxyLines } from '../../../stacks/plan/proxy-lines.js';
import { cluster, resourcesOf } from '../../mesh/resources.js';

/** One cluster with two to five nodes of four vCPU. */
const settings = {
  clusters: {
    one: { type: 'managed', nodePools: { workers: { instanceTypes: ['ecs.g7.xlarge'], desired: 3, min: 2, max: 5 } } },
  },
} as unknown as CloudSettings;

const namespace = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
`;

const workload = (kind: string, name: string, rest: string, annotations = '{}'): string => `
---
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: shop}
spec:
  ${rest}
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}, annotations: ${annotations}}, spec: {containers: [{name: a, image: a}]}}
`;

const meshOf = (yaml: string): Mesh => buildMesh(resourcesOf(namespace + yaml, { name: 'one', role: 'all' }));

function linesOf(yaml: string): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    proxyLines(meshOf(yaml), settings).map(({ item, quantity, most }) => [item, [quantity, most]]),
  );
}

describe('pods', () => {
  const scaler = `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 10}
`;
  const bare = `
---
apiVersion: v1
kind: Pod
metadata: {name: alone, namespace: shop}
spec: {containers: [{name: a, image: a}]}
`;

  test.each([
    ['replicas', workload('Deployment', 'web', 'replicas: 3'), [3, 3]],
    ['what an autoscaler allows', workload('Deployment', 'web', 'replicas: 3') + scaler, [2, 10]],
    ['an autoscaler of another workload', workload('Deployment', 'other', 'replicas: 3') + scaler, [3, 3]],
    ['a bare Pod', bare, [1, 1]],
    ['a DaemonSet on each node', workload('DaemonSet', 'agent', ''), [2, 5]],
  ])('%s', (_, yaml, [least, most]) => {
    const mesh = meshOf(yaml);
    expect(mesh.workloads.map((one) => podsOf(mesh, one, settings))).toEqual([{ least, most }]);
    expect(linesOf(yaml)['sidecars']).toEqual([least, most]);
  });
});

test('sidecars are as large as the annotations of their pods say', () => {
  const sizes = '{sidecar.istio.io/proxyCPU: 500m, sidecar.istio.io/proxyMemory: 1Gi}';
  const lines = linesOf(workload('Deployment', 'web', 'replicas: 2', sizes) + workload('Deployment', 'plain', ''));
  expect(lines['sidecar CPU requests']).toEqual([1.1, 1.1]);
  expect(lines['sidecar memory requests']).toEqual([2.125, 2.125]);
  expect(lines['nodes that proxies fill']).toEqual([0.275, 0.275]);
});

const gateway = (spec: string): string => `
---
apiVersion: istio.alibabacloud.com/v1beta1
kind: IstioGateway
metadata: {name: edge, namespace: istio-system}
spec: {gatewayType: ingress, ports: [{name: http, port: 80}], ${spec}}
`;

test('gateways are as many and as large as their IstioGateway says', () => {
  const lines = linesOf(
    gateway('autoscaleEnabled: true, minReplicas: 2, maxReplicas: 6, resources: {requests: {cpu: "1"}}'),
  );
  expect(lines['gateway pods']).toEqual([2, 6]);
  expect(lines['gateway CPU requests']).toEqual([2, 6]);
  expect(lines['gateway memory requests']).toEqual([0.5, 1.5]);
  expect(lines['sidecars']).toEqual([0, 0]);
});

describe('load balancers', () => {
  const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer';

  test('one for each Service and cluster', () => {
    const mesh = buildMesh([
      ...resourcesOf(`${namespace}${gateway('clusterIds: [one, two]')}`, { name: 'asm', role: 'mesh' }),
      ...resourcesOf(namespace, cluster('one')),
      ...resourcesOf(namespace, cluster('two')),
    ]);
    expect(balancersOf(mesh).map(({ of }) => of)).toEqual([
      'IstioGateway istio-system/edge in one',
      'IstioGateway istio-system/edge in two',
    ]);
    expect(publicBalancers(balancersOf(mesh)).map(({ reach }) => reach)).toEqual([
      'gateway on ports 80',
      'gateway on ports 80',
    ]);
  });

  test.each([
    [`serviceAnnotations: {${prefix}-id: lb-1}`, { isBound: true, type: 'CLB', isPublic: true }],
    [`serviceAnnotations: {${prefix}-address-type: intranet}`, { isBound: false, isPublic: false }],
    ['loadBalancerClass: alibabacloud.com/nlb', { type: 'NLB', isOfGateway: true }],
  ])('%s', (spec, expected) => {
    expect(balancersOf(meshOf(gateway(spec)))).toEqual([expect.objectContaining(expected)]);
  });

  test('none for other types of Services', () => {
    expect(balancersOf(meshOf(gateway('serviceType: ClusterIP')))).toEqual([]);
  });
});

test.each([
  ['100m', 0.1],
  ['2', 2],
  [1, 1],
  ['128Mi', 134217728],
  ['1G', 1e9],
  ['much', undefined],
  [undefined, undefined],
])('the quantity %j is %j', (text, number) => {
  expect(quantityOf(text)).toBe(number);
});
