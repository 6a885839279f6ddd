import { describe, expect, test } from '@jest/globals';
import {
  catchAllCluster,
  OutboundVirtualHosts,
} from '../../../../../mesh/proxy/build/outbound/route-configurations.js';
import { istioObject, serviceOf } from '../../../objects.js';
import { scopedMesh, sidecarOf } from '../../fixtures.js';

const host = 'cart.shop.svc.cluster.local';
const found = (text: string, name: string) =>
  new OutboundVirtualHosts('cluster.local', undefined).routeConfiguration(
    sidecarOf(scopedMesh(serviceOf('cart') + text).scopes),
    name,
  );
const sidecar = (spec: string) => istioObject('Sidecar', 'default', `{${spec}}`);

describe('requests for what the sidecar does not know', () => {
  test.each([
    [
      'go to the address of the caller',
      '',
      { name: 'allow_any', routes: [{ clusters: [{ name: 'PassthroughCluster' }] }] },
    ],
    [
      'are answered with 502',
      sidecar('outboundTrafficPolicy: {mode: REGISTRY_ONLY}'),
      { name: 'block_all', routes: [{ directStatus: 502 }] },
    ],
    [
      'go through the egress proxy',
      sidecar('outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: cart, port: {number: 80}}}'),
      { name: 'allow_any', routes: [{ clusters: [{ name: `outbound|80||${host}` }] }] },
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text, '80').virtualHosts.at(-1)).toMatchObject({ ...expected, domains: ['*'] });
  });

  test('are taken by a route for every host', () => {
    const any = istioObject(
      'VirtualService',
      'v',
      '{hosts: ["*"], http: [{directResponse: {status: 404}}], exportTo: ["*"]}',
    );
    const { virtualHosts } = new OutboundVirtualHosts('cluster.local', undefined).routeConfiguration(
      sidecarOf(scopedMesh(any).scopes),
      '80',
    );
    expect(virtualHosts.map(({ name, domains }) => [name, domains])).toEqual([['*:80', ['*']]]);
  });
});

test('sidecars that know all share virtual hosts, and have names of their own namespace', () => {
  expect(found('', '80').shortNames).toEqual({ namespace: 'shop', suffix: '.shop.svc.cluster.local' });
  expect(found(sidecar('egress: [{hosts: ["./*"]}]'), '80').shortNames).toBeUndefined();
});

test('a listener of one service has its virtual host for every name', () => {
  expect(found('', `${host}:80`)).toMatchObject({
    name: `${host}:80`,
    virtualHosts: [{ name: `${host}:80`, domains: ['*'] }],
  });
});

test('a Sidecar may have a listener of a port', () => {
  const text = sidecar('egress: [{port: {number: 80, protocol: HTTP, name: h}, hosts: ["./*"]}]');
  expect(found(text, '80').virtualHosts.map(({ name }) => name)).toEqual([`${host}:80`, 'allow_any']);
  expect(found(text, '81').virtualHosts).toEqual([]);
});

test('where a sidecar that lets everything out sends it', () => {
  expect(catchAllCluster({ egressProxy: undefined }).name).toBe('PassthroughCluster');
  expect(catchAllCluster({ egressProxy: { host: 'e', port: 80, subset: 'v1' } }).name).toBe('outbound|80|v1|e');
});
