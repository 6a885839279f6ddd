import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { PushContext } from '../../../mesh/proxy/push-context.js';
import {
  gatewayApiObject,
  gatewayOf,
  istioObject,
  meshConfigOf,
  namespaceOf,
  serviceOf,
  workloadOf,
} from '../objects.js';
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

test('sources of all kinds are the oldest first, with the retries of the mesh', () => {
  const spec = '{parentRefs: [{group: "", kind: Service, name: cart}], rules: [{}]}';
  const old = gatewayApiObject('HTTPRoute', 'r', spec).replace(
    '{name: r',
    '{creationTimestamp: "2023-01-01T00:00:00Z", name: r',
  );
  const retries = meshConfigOf('{defaultHttpRetryPolicy: {attempts: 7}}');
  const { sources } = PushContext.of(meshOf(route('a', '2025-01-01T00:00:00Z') + old + retries));
  expect(sources.map(({ label, http }) => [label, http[0]?.retries?.attempts])).toEqual([
    ['HTTPRoute shop/r', 7],
    ['VirtualService shop/a', 7],
  ]);
});

test('proxies as the control plane sees them, each once', () => {
  const sidecar = istioObject('Sidecar', 'default', '{egress: [{hosts: ["./*"]}]}');
  const push = PushContext.of(
    meshOf(gatewayOf('door') + sidecar + sidecar.replace('namespace: shop', 'namespace: istio-system')),
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
