import { expect, test } from '@jest/globals';
import { WaypointListeners } from '../../../../mesh/proxy/build/waypoint.js';
import { gatewayApiObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { scopedMesh } from '../fixtures.js';

const way = gatewayApiObject(
  'Gateway',
  'way',
  '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}',
);
const waypoint = (port: string, labels = '{istio.io/use-waypoint: way}') => {
  const { mesh } = scopedMesh(
    namespaceOf('shop', labels) +
      way +
      workloadOf('cart') +
      serviceOf('cart', 'shop', `{selector: {app: cart}, ports: [{port: 80, ${port}}]}`),
  );
  const workload = mesh.workloads.find(({ proxy }) => proxy === 'waypoint');
  if (workload === undefined) {
    throw new Error('there is no waypoint');
  }
  const listeners = new WaypointListeners({
    mesh,
    filtersOf: () => ({
      http: [{ name: 'envoy.filters.http.jwt_authn', rules: [] }],
      network: [{ name: 'envoy.filters.http.rbac', action: 'DENY', policies: [] }],
    }),
    routesOf: () => [],
  });
  return listeners.all(workload);
};
const host = 'cart.shop.svc.cluster.local';

test.each([
  ['HTTP', 'name: http', [`inbound-vip|80|http|${host}`]],
  ['TCP', 'name: tcp', [`inbound-vip|80|tcp|${host}`]],
  ['both where the protocol is found out', 'name: x', [`inbound-vip|80|http|${host}`, `inbound-vip|80|tcp|${host}`]],
  ['nothing for UDP', 'name: x, protocol: UDP', []],
])('a service has chains for %s', (_, port, expected) => {
  expect(waypoint(port).filterChains.map(({ name }) => name)).toEqual(expected);
});

test('a service that asks for no waypoint has none', () => {
  expect(waypoint('name: http', '{}').filterChains).toEqual([]);
});

test('requests come over the tunnel, and pass policies, then the routes of the service', () => {
  expect(waypoint('name: http')).toMatchObject({
    name: 'main_internal',
    port: 15008,
    filterChains: [
      {
        tls: { mode: 'HBONE' },
        networkFilters: [],
        terminal: {
          routeConfiguration: { virtualHosts: [{ name: `inbound-vip|80|http|${host}`, domains: ['*'] }] },
          httpFilters: [
            { name: 'envoy.filters.http.jwt_authn' },
            { name: 'envoy.filters.http.fault' },
            { name: 'envoy.filters.http.cors' },
          ],
        },
      },
    ],
  });
});

test('connections pass the policies for connections', () => {
  expect(waypoint('name: tcp').filterChains).toMatchObject([
    { networkFilters: [{ action: 'DENY' }], terminal: { clusters: [{ name: `outbound|80||${host}` }] } },
  ]);
});
