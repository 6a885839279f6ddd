import { expect, test } from '@jest/globals';
import { isBackendAllowed, isGranted } from '../../../../mesh/istio/gateway-api/reference-grants.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { gatewayApiObject } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const group = 'group: gateway.networking.k8s.io';
const grant = (from: string, to: string, namespace = 'data') =>
  buildMesh(
    resourcesOf(
      gatewayApiObject('ReferenceGrant', 'g', `{from: [{${from}}], to: [{${to}}]}`, namespace).replace(
        'k8s.io/v1\n',
        'k8s.io/v1beta1\n',
      ),
    ),
  );
const routes = `${group}, kind: HTTPRoute, namespace: shop`;
const service = 'group: "", kind: Service';

test.each([
  ['any Service', grant(routes, service), true],
  ['the Service by name', grant(routes, `${service}, name: db`), true],
  ['another Service', grant(routes, `${service}, name: cart`), false],
  ['another kind', grant(routes, 'group: "", kind: Secret'), false],
  ['another kind of route', grant(`${group}, kind: TCPRoute, namespace: shop`, service), false],
  ['routes of another namespace', grant(`${group}, kind: HTTPRoute, namespace: lab`, service), false],
  ['routes of another group', grant('group: x, kind: HTTPRoute, namespace: shop', service), false],
  ['Services of another namespace', grant(routes, service, 'lab'), false],
])('a grant for %s', (_, mesh, expected) => {
  const route = { kind: 'HTTPRoute', namespace: 'shop' };
  expect(isGranted(mesh, route, { kind: 'Service', name: 'db', namespace: 'data' })).toBe(expected);
  expect(isBackendAllowed(mesh, route, { name: 'db', namespace: 'data' })).toBe(expected);
});

test('a Service of the own namespace needs no grant', () => {
  const route = { kind: 'HTTPRoute', namespace: 'data' };
  expect(isBackendAllowed(buildMesh([]), route, { name: 'db', namespace: 'data' })).toBe(true);
});
