import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../../mesh/model/build.js';
import { request } from '../../../../mesh/request/request.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const host = 'cart.shop.svc.cluster.local';
const ambient = (name: string, labels = ''): string => namespaceOf(name, `{istio.io/dataplane-mode: ambient${labels}}`);
const base =
  ambient('shop', ', istio.io/use-waypoint: waypoint') +
  ambient('lab') +
  serviceOf('cart') +
  workloadOf('cart') +
  workloadOf('web', 'lab') +
  `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: waypoint, namespace: shop}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
`;
const aborts = (name: string, namespace: string, status: number, match = ''): string =>
  istioObject(
    'VirtualService',
    name,
    `{hosts: [${host}], http: [{${match}fault: {abort: {httpStatus: ${status}, percentage: {value: 100}}}, route: [{destination: {host: ${host}}}]}]}`,
    namespace,
  );
const statusOf = (yaml: string, path = '/'): unknown =>
  request(buildMesh(resourcesOf(base + yaml)), { from: 'lab/web', to: `http://cart.shop${path}` }).status;

test.each([
  ['a route of the service\u2019s namespace', aborts('v', 'shop', 418), '/', 418],
  ['a route of the caller\u2019s namespace', aborts('v', 'lab', 418), '/', 200],
  ['a route of the root namespace', aborts('v', 'istio-system', 418), '/', 200],
  [
    'no route that asks for labels of the caller',
    aborts('v', 'shop', 418, 'match: [{sourceLabels: {app: web}}], '),
    '/',
    200,
  ],
  [
    'the second of two VirtualServices for what the first leaves',
    aborts('a', 'shop', 418, 'match: [{uri: {prefix: /a}}], ') +
      aborts('b', 'shop', 409, 'match: [{uri: {prefix: /b}}], '),
    '/b',
    409,
  ],
])('a waypoint and %s', (_, yaml, path, status) => {
  expect(statusOf(yaml, path)).toEqual({ [status]: 1 });
});
