import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { proxyConfig } from '../../../mesh/proxy/proxy-config.js';
import { gatewayApiObject, gatewayOf, namespaceOf, plainGateway, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const configOf = (text: string, name: string) => {
  const mesh = buildMesh(resourcesOf(text));
  const workload = mesh.workloads.find((one) => one.name === name);
  if (workload === undefined) {
    throw new Error(`there is no workload ${name}`);
  }
  return proxyConfig(mesh, workload);
};
const names = (text: string, name: string) => {
  const config = configOf(text, name);
  return config && [config.listeners, config.routes, config.clusters].map((list) => list.map((one) => one['name']));
};
const cart = serviceOf('cart') + workloadOf('cart');
const host = 'cart.shop.svc.cluster.local';

describe('the configuration of', () => {
  test('a sidecar', () => {
    expect(names(namespaceOf('shop') + cart, 'cart')).toEqual([
      ['0.0.0.0_80', 'virtualOutbound', 'virtualInbound'],
      ['80'],
      ['BlackHoleCluster', 'InboundPassthroughCluster', 'PassthroughCluster', 'inbound|80||', `outbound|80||${host}`],
    ]);
    expect(configOf(namespaceOf('shop') + cart, 'cart')?.endpoints).toMatchObject([
      { clusterName: `outbound|80||${host}` },
    ]);
  });

  test('a gateway', () => {
    const [listeners, routes, clusters] = names(gatewayOf('door') + cart + plainGateway('g', 'door'), 'door') ?? [];
    expect([listeners, routes]).toEqual([['0.0.0.0_8080'], ['http.8080']]);
    expect(clusters).toContain(`outbound|80||${host}`);
    expect(clusters).not.toContain('PassthroughCluster');
  });

  test('a waypoint', () => {
    const way = gatewayApiObject(
      'Gateway',
      'way',
      '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}',
    );
    expect(names(namespaceOf('shop', '{istio.io/use-waypoint: way}') + cart + way, 'way')?.slice(0, 2)).toEqual([
      ['main_internal'],
      [],
    ]);
  });

  test.each([
    ['a workload outside the mesh', '{}'],
    ['one that ztunnel captures', '{istio.io/dataplane-mode: ambient}'],
  ])('%s does not exist', (_, labels) => {
    expect(configOf(namespaceOf('shop', labels) + cart, 'cart')).toBeUndefined();
  });
});
