import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { PushContext } from '../../../mesh/proxy/push-context.js';
import { gatewayOf, istioObject, meshConfigOf, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const meshOf = (text: string) =>
  buildMesh(resourcesOf(namespaceOf('shop') + serviceOf('cart') + workloadOf('cart') + text));
const route = (name: string, created: string) =>
  istioObject('VirtualService', name, '{hosts: [cart], http: [{route: [{destination: {host: cart}}]}]}', 'shop', {
    created,
  });

test('a mesh has one context, and so has the mesh that the control plane gets of it', () => {
  const mesh = meshOf('');
  expect(PushContext.of(mesh)).toBe(PushContext.of(mesh));
  expect(PushContext.of(PushContext.of(mesh).mesh)).toBe(PushContext.of(mesh));
  expect(PushContext.of(meshOf(''))).not.toBe(PushContext.of(mesh));
});

test('what an API server refuses is not in it', () => {
  const refused = istioObject('VirtualService', 'v', '{hosts: [cart], http: [{}]}');
  expect(PushContext.of(meshOf(refused)).sources).toEqual([]);
});

test('sources are the oldest first, with the retries of the mesh', () => {
  const { sources } = PushContext.of(
    meshOf(
      route('a', '2025-01-01T00:00:00Z') +
        route('z', '2024-01-01T00:00:00Z') +
        meshConfigOf('{defaultHttpRetryPolicy: {attempts: 7}}'),
    ),
  );
  expect(sources.map(({ name, http }) => [name, http[0]?.retries?.attempts])).toEqual([
    ['z', 7],
    ['a', 7],
  ]);
});

test('proxies as the control plane sees them, each once', () => {
  const push = PushContext.of(
    meshOf(gatewayOf('door') + istioObject('Sidecar', 'default', '{egress: [{hosts: ["./*"]}]}')),
  );
  const nodes = push.mesh.workloads.map((workload) => push.nodeOf(workload));
  expect(nodes.map(({ type, namespace, scope }) => [type, namespace, scope.label])).toEqual([
    ['router', 'istio-system', ''],
    ['sidecar', 'shop', 'Sidecar shop/default'],
  ]);
  expect(nodes[1]?.principal).toBe('cluster.local/ns/shop/sa/cart');
  expect(push.mesh.workloads.every((workload, index) => push.nodeOf(workload) === nodes[index])).toBe(true);
});

test('the policies of a proxy as filters', () => {
  const push = PushContext.of(meshOf(istioObject('AuthorizationPolicy', 'p', '{}')));
  const [cart] = push.mesh.workloads;
  expect(cart && push.filtersOf(cart)).toMatchObject({ http: [{ action: 'ALLOW' }], network: [{ action: 'ALLOW' }] });
});
