import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { asm, cluster, deployment, everything, fleet, resourcesOf, service } from '../resources.js';

const istioGateway = (spec: string) => `
apiVersion: istio.alibabacloud.com/v1beta1
kind: IstioGateway
metadata: {name: ingressgateway, namespace: istio-system}
spec: ${spec}
`;
const ports = 'ports: [{name: http, port: 80, targetPort: 80}, {name: https, port: 443, targetPort: 443}]';

test('an IstioGateway is a Deployment and a Service in every data-plane cluster', () => {
  const mesh = buildMesh([
    ...resourcesOf(
      istioGateway(
        `{${ports}, replicaCount: 2, podLabels: {team: edge}, serviceAnnotations: {service.beta.kubernetes.io/alicloud-loadbalancer-address-type: intranet}}`,
      ),
      asm,
    ),
    ...resourcesOf(deployment('a', '{app: a}'), cluster('m1c1')),
    ...resourcesOf(deployment('a', '{app: a}'), cluster('m1c2')),
  ]);
  const found = mesh.serviceFor('istio-ingressgateway', 'istio-system');
  expect(found?.endpoints(443).map((endpoint) => endpoint.cluster)).toEqual(['m1c1', 'm1c2']);
  expect(found?.instances[0]?.exposure).toBe('intranet');
  expect(found?.port(443)?.protocol).toBe('https');
  const pods = mesh.selectWorkloads(undefined, { istio: 'ingressgateway' });
  expect(pods.map(({ proxy, replicas, labels }) => [proxy, replicas, labels['team']])).toEqual([
    ['gateway', 2, 'edge'],
    ['gateway', 2, 'edge'],
  ]);
  expect(pods[0]?.object.madeFrom?.kind).toBe('IstioGateway');
});

test('an IstioGateway for named clusters, by id', () => {
  const mesh = buildMesh(
    [
      ...resourcesOf(istioGateway('{clusterIds: [c1, c9]}'), asm),
      ...resourcesOf(deployment('a', '{app: a}'), cluster('m1c1')),
    ],
    { clusterNames: { c1: 'm1c1' } },
  );
  expect(mesh.serviceFor('istio-ingressgateway', 'istio-system')?.instances.map(({ cluster: at }) => at)).toEqual([
    'c9',
    'm1c1',
  ]);
});

test('an IstioGateway for a cluster whose id is not known yet', () => {
  const mesh = buildMesh([
    ...resourcesOf(istioGateway('{clusterIds: [<id of edge>]}'), asm),
    ...resourcesOf(deployment('a', '{app: a}'), cluster('edge')),
  ]);
  expect(mesh.clusters).toEqual(['edge']);
});

const gateway = (name: string, spec: string, metadata = '') => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: ${name}, namespace: shop${metadata}}
spec: ${spec}
`;

test('Gateways of the Gateway API', () => {
  const listeners =
    'listeners: [{name: web, port: 80, protocol: HTTP}, {name: more, port: 80, protocol: HTTP, hostname: x.org}]';
  const mesh = buildMesh(
    resourcesOf(
      gateway('gw', `{gatewayClassName: istio, ${listeners}}`) +
        gateway(
          'manual',
          `{gatewayClassName: istio, addresses: [{type: Hostname, value: old.shop.svc.cluster.local}], ${listeners}}`,
        ) +
        gateway(
          'waypoint',
          '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}',
        ) +
        gateway('foreign', `{gatewayClassName: nginx, ${listeners}}`) +
        gateway(
          'own',
          `{gatewayClassName: corp, ${listeners}}`,
          ', annotations: {gateway.istio.io/name-override: edge}',
        ) +
        '---\napiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: corp}\nspec: {controllerName: istio.io/gateway-controller}\n',
    ),
  );
  expect(mesh.services.map(({ name }) => name)).toEqual(['edge', 'gw-istio', 'waypoint']);
  expect(mesh.workloads.map(({ name, proxy, serviceAccount }) => [name, proxy, serviceAccount])).toEqual([
    ['edge', 'gateway', 'own-corp'],
    ['gw-istio', 'gateway', 'gw-istio'],
    ['waypoint', 'waypoint', 'waypoint'],
  ]);
  expect(mesh.serviceFor('gw-istio', 'shop')?.ports.map(({ number, protocol }) => [number, protocol])).toEqual([
    [80, 'http'],
    [15021, 'tcp'],
  ]);
  expect(mesh.serviceFor('gw-istio', 'shop')?.endpoints(80)).toHaveLength(1);
  expect(mesh.serviceFor('waypoint', 'shop')?.instances[0]?.exposure).toBe('cluster');
});

const virtualService =
  '---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a, namespace: shop}\nspec: {hosts: [a]}\n';
const policy =
  '---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\n';

test('the fleet sends workloads where an Application says, and eight Istio kinds to the mesh', () => {
  const application = `
---
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: podinfo, namespace: shop}
spec:
  components:
    - type: ref-objects
      properties: {objects: [{apiVersion: apps/v1, kind: Deployment, name: blue}, {resource: service, name: podinfo}]}
    - type: k8s-objects
      properties: {objects: [{apiVersion: apps/v1, kind: Deployment, metadata: {name: inline}, spec: {template: {metadata: {}, spec: {}}}}]}
  policies: [{type: topology, name: t, properties: {clusters: [c1, c2]}}]
`;
  const podinfo = service('podinfo', '{selector: {app: podinfo}, ports: [{port: 80, targetPort: 8080}]}');
  const input =
    application +
    podinfo +
    deployment('blue', '{app: podinfo}') +
    deployment('green', '{app: podinfo}') +
    virtualService +
    policy;
  const mesh = buildMesh(resourcesOf(input, fleet));
  expect(
    mesh
      .serviceFor('podinfo', 'shop')
      ?.endpoints(80)
      .map(({ workload, cluster: at }) => [workload?.name, at]),
  ).toEqual([
    ['blue', 'c1'],
    ['blue', 'c2'],
  ]);
  expect(mesh.workloads.filter(({ name }) => name === 'inline')).toHaveLength(2);
  expect(mesh.virtualServices).toHaveLength(1);
  expect(mesh.unplaced.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'AuthorizationPolicy p',
    'Deployment green',
  ]);
});

test('configuration in a data-plane cluster is not read; duplicates and repetitions count once', () => {
  expect(buildMesh(resourcesOf(virtualService, cluster('m1c1'))).virtualServices).toEqual([]);
  const twice = buildMesh(resourcesOf(virtualService.replace('[a]', '[first]') + virtualService, everything));
  expect(twice.virtualServices.map(({ spec }) => spec.hosts)).toEqual([['a']]);
  expect(twice.duplicates.map((group) => group.map(({ resource }) => resource.line))).toEqual([[2, 7]]);
  const owned =
    deployment('a', '{app: a}') +
    '---\napiVersion: v1\nkind: Pod\nmetadata: {name: a-1, namespace: shop, ownerReferences: [{kind: Deployment, name: a}]}\nspec: {containers: []}\n' +
    '---\napiVersion: v1\nkind: Pod\nmetadata: {name: alone, namespace: shop}\nspec: {containers: []}\n';
  expect(buildMesh(resourcesOf(owned)).workloads.map(({ name }) => name)).toEqual(['a', 'alone']);
});
