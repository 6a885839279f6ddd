import { expect, test } from '@jest/globals';
import { StrictWorkloads } from '../../../mesh/istio/strict-workloads.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const ports =
  '{selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}, {name: grpc, port: 90, targetPort: 9090}]}';
const text =
  serviceOf('cart', 'shop', ports) +
  workloadOf('cart') +
  istioObject(
    'PeerAuthentication',
    'p',
    '{selector: {matchLabels: {app: cart}}, mtls: {mode: STRICT}, portLevelMtls: {9090: {mode: PERMISSIVE}}}',
  );
const policyOf = (namespace: string, port?: number) => {
  const mesh = buildMesh(resourcesOf(namespace + text));
  const [cart] = mesh.workloads;
  return cart && new StrictWorkloads(mesh).policyOf(cart, mesh.services, port)?.name;
};

test('a workload is closed to plain text at a port, or only when it is at all of them', () => {
  const inside = namespaceOf('shop');
  expect([policyOf(inside, 80), policyOf(inside, 90), policyOf(inside)]).toEqual(['p', undefined, undefined]);
});

test('without a proxy nothing is closed', () => {
  expect(policyOf(namespaceOf('shop', '{}'), 80)).toBeUndefined();
});
