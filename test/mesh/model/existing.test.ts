import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { gatewayOf, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const gateway =
  '---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: shop}\nspec: {gatewayClassName: istio, listeners: []}\n';

test('objects of the cluster are part of the mesh, and told from those of the files', () => {
  const mesh = buildMesh(resourcesOf(workloadOf('web')), {
    existing: resourcesOf(namespaceOf('shop') + gatewayOf('door') + gateway),
  });
  expect(mesh.workloads.map(({ name, proxy, object }) => [name, proxy, mesh.isExisting(object)])).toEqual([
    ['door', 'gateway', true],
    ['edge-istio', 'gateway', true],
    ['web', 'sidecar', false],
  ]);
  expect([mesh.hasExisting, mesh.isComplete]).toEqual([true, true]);
});

test('objects of the files win over those of the same name, which are no duplicates', () => {
  const changed = serviceOf('cart', 'shop', '{ports: [{name: http, port: 90}]}');
  const mesh = buildMesh(resourcesOf(changed), { existing: resourcesOf(serviceOf('cart')) });
  expect(mesh.services.map(({ ports }) => ports.map(({ number }) => number))).toEqual([[90]]);
  expect(mesh.duplicates).toEqual([]);
});

test('whether there is anything else can be said, and is open otherwise', () => {
  expect(buildMesh([]).isComplete).toBeUndefined();
  expect(buildMesh([], { isComplete: true }).isComplete).toBe(true);
  expect(buildMesh([], { existing: [], isComplete: false }).isComplete).toBe(false);
});
