import { describe, expect, test } from '@jest/globals';
import { ingressWaypointEndpoints, waypointOf } from '../../../mesh/istio/waypoint.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const ambient = '{istio.io/dataplane-mode: ambient, istio.io/use-waypoint: way}';
const gateway = (namespace: string, labels = '', allowed = '') => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: way, namespace: ${namespace}, labels: {${labels}}}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE${allowed}}]}
`;
const cart = (labels = '', spec?: string) =>
  workloadOf('cart') + serviceOf('cart', 'shop', spec).replace('{name: cart', `{labels: {${labels}}, name: cart`);
const meshOf = (text: string, labels = ambient) => {
  const mesh = buildMesh(resourcesOf(namespaceOf('shop', labels) + text));
  const service = mesh.services.find(({ name }) => name === 'cart');
  if (service === undefined) {
    throw new Error('there is no service');
  }
  return { mesh, service };
};
const waypoint = (text: string, labels?: string) => {
  const { mesh, service } = meshOf(text, labels);
  const found = waypointOf(mesh, service);
  return found && `${found.namespace}/${found.name}`;
};

describe('a service', () => {
  const elsewhere = 'istio.io/use-waypoint: way, istio.io/use-waypoint-namespace: infra';
  test.each([
    ['has the waypoint of its namespace', gateway('shop') + cart(), 'shop/way'],
    ['has none with the label none', gateway('shop') + cart('istio.io/use-waypoint: none'), undefined],
    ['has none that does not exist', cart(), undefined],
    ['has none that is for workloads', gateway('shop', 'istio.io/waypoint-for: workload') + cart(), undefined],
    ['has one that is for all', gateway('shop', 'istio.io/waypoint-for: all') + cart(), 'shop/way'],
    ['has none of another namespace that lets in its own only', gateway('infra') + cart(elsewhere), undefined],
    [
      'has one of another namespace that lets in all',
      gateway('infra', '', ', allowedRoutes: {namespaces: {from: All}}') + cart(elsewhere),
      'infra/way',
    ],
    [
      'has one of another namespace that selects its own',
      gateway(
        'infra',
        '',
        ', allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {istio.io/dataplane-mode: ambient}}}}',
      ) + cart(elsewhere),
      'infra/way',
    ],
  ])('%s', (_, text, expected) => {
    expect(waypoint(text)).toBe(expected);
  });

  test('has none when it is that of a waypoint', () => {
    const { mesh } = meshOf(gateway('shop') + cart());
    expect(mesh.services.map((one) => [one.name, waypointOf(mesh, one)?.name])).toEqual([
      ['cart', 'way'],
      ['way', undefined],
    ]);
  });

  test('has none without a label', () => {
    expect(waypoint(gateway('shop') + cart(), '{istio.io/dataplane-mode: ambient}')).toBeUndefined();
    expect(waypoint(gateway('shop') + cart('istio.io/use-waypoint: way'), '{istio.io/dataplane-mode: ambient}')).toBe(
      'shop/way',
    );
  });
});

describe('gateways send', () => {
  const use = 'istio.io/ingress-use-waypoint: "true"';
  const sent = (text: string, labels?: string) => {
    const { mesh, service } = meshOf(gateway('shop') + text, labels);
    return ingressWaypointEndpoints(mesh, service)?.map(({ workload, port }) => `${workload?.name}:${port}`);
  };
  test('straight to the pods, unless the service or its namespace says so', () => {
    expect(sent(cart())).toBeUndefined();
    expect(sent(cart(use))).toEqual(['way:15008']);
    expect(sent(cart(), ambient.replace('}', `, ${use}}`))).toEqual(['way:15008']);
    expect(sent(cart('istio.io/ingress-use-waypoint: "false"'), ambient.replace('}', `, ${use}}`))).toBeUndefined();
  });
  test('straight to the pods of a service without an address', () => {
    expect(sent(cart(use, '{clusterIP: None, selector: {app: cart}, ports: [{port: 80}]}'))).toBeUndefined();
  });
  test('to the waypoint of a ServiceEntry, which has an address where istiod allocates one', () => {
    const entry = (resolution: string) =>
      istioObject(
        'ServiceEntry',
        'cart',
        `{hosts: [cart.example], ports: [{number: 80, name: http, protocol: HTTP}], resolution: ${resolution}}`,
      ).replace('{name: cart', `{labels: {${use}}, name: cart`);
    const of = (text: string) => {
      const mesh = buildMesh(resourcesOf(namespaceOf('shop', ambient) + gateway('shop') + text));
      return mesh.services
        .filter(({ host }) => host === 'cart.example')
        .map((one) => ingressWaypointEndpoints(mesh, one)?.length);
    };
    expect([of(entry('DNS')), of(entry('NONE'))]).toEqual([[1], [undefined]]);
  });
});
