import { expect, test } from '@jest/globals';
import { isDeclaredOutside, readPodLabels, workloadsOfGateway } from '../../../mesh/istio/gateway-pods.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { gatewayOf, istioObject, plainGateway } from '../objects.js';
import { resourcesOf } from '../resources.js';

test.each([
  ['istio=door', { istio: 'door' }],
  ['istio: door', { istio: 'door' }],
  ['app=door,istio=door', { app: 'door', istio: 'door' }],
  ['istio-system/door', undefined],
  ['door', undefined],
])('%s names labels, or none', (text, labels) => {
  expect(readPodLabels(text)).toEqual(labels);
});

test.each([
  ['istio=door', true],
  ['istio=door,app=any', true],
  ['app=door', false],
  ['edge/door', true],
  ['shop/g', true],
  ['shop/other', false],
])('a Gateway on pods istio: door is declared by %s: %s', (declared, isDeclared) => {
  const mesh = buildMesh(resourcesOf(plainGateway('g', 'door')), { external: { gateways: [declared] } });
  expect(mesh.gateways.map((gateway) => isDeclaredOutside(mesh, gateway))).toEqual([isDeclared]);
});

test('pods of every namespace serve a Gateway, entries of machines do not', () => {
  const entry = istioObject('WorkloadEntry', 'vm', '{address: 192.0.2.1, labels: {istio: door}}');
  const mesh = buildMesh(resourcesOf(gatewayOf('door', 'any') + entry + plainGateway('g', 'door')));
  const [gateway] = mesh.gateways;
  expect(gateway && workloadsOfGateway(mesh, gateway).map(({ namespace }) => namespace)).toEqual(['any']);
});
