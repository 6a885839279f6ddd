import { describe, expect, test } from '@jest/globals';
import { hostForRoutes, readGatewayServers, servedHosts } from '../../../mesh/istio/gateway-servers.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { gatewayOf, istioObject } from '../objects.js';
import { resourcesOf } from '../resources.js';

const meshOf = (servers: string) =>
  buildMesh(
    resourcesOf(gatewayOf('door') + istioObject('Gateway', 'g', `{selector: {istio: door}, servers: [${servers}]}`)),
  );
const server = (port: string, rest: string) => `{port: {number: 80, name: p, ${port}}, ${rest}}`;

test('each server of a Gateway with its place, and whether pods serve it', () => {
  const mesh = meshOf(server('protocol: http', 'hosts: [A.example]'));
  const [only] = readGatewayServers(mesh);
  expect(only).toMatchObject({
    gateway: 'shop/g',
    label: 'Gateway shop/g servers[0]',
    field: ['spec', 'servers', 0],
    port: 80,
    portName: 'p',
    protocol: 'HTTP',
    hosts: ['a.example'],
    tls: undefined,
    httpsRedirect: false,
    takesPodPorts: true,
  });
  const [door] = mesh.workloads;
  expect(door && only?.selects(door)).toBe(true);
  const [other] = buildMesh(resourcesOf(gatewayOf('other'))).workloads;
  expect(other && only?.selects(other)).toBe(false);
});

describe('TLS of a server', () => {
  test.each([
    ['protocol: HTTPS', 'tls: {mode: SIMPLE, credentialName: c}', { mode: 'SIMPLE' }, false],
    // PASSTHROUGH is the first of the modes, so what Istio reads where none is written.
    ['protocol: TLS', 'tls: {}', { mode: 'PASSTHROUGH' }, false],
    ['protocol: HTTP', 'tls: {httpsRedirect: true}', undefined, true],
    ['protocol: TLS', 'name: t', undefined, false],
  ])('%s %s', (port, tls, expected, isRedirect) => {
    const found = readGatewayServers(meshOf(server(port, `hosts: ["*"], ${tls}`)));
    expect(found.map((one) => [one.tls, one.httpsRedirect])).toEqual([[expected, isRedirect]]);
  });
});

test('a host may be for routes of one namespace only', () => {
  const mesh = meshOf(server('protocol: HTTP', 'hosts: ["./a", lab/b, "*/c", d]'));
  expect(readGatewayServers(mesh).map(({ hosts }) => hosts)).toEqual([['shop/a', 'lab/b', 'c', 'd']]);
  const hosts = (namespace: string) => mesh.gateways.flatMap((gateway) => servedHosts(gateway, namespace));
  expect([hosts('shop'), hosts('lab')]).toEqual([
    ['a', 'c', 'd'],
    ['b', 'c', 'd'],
  ]);
});

test.each([
  ['a.example', ['a.example']],
  ['*/a.example', ['a.example']],
  ['shop/a.example', ['a.example']],
  ['lab/a.example', []],
])('%s for routes of shop', (host, expected) => {
  expect(hostForRoutes(host, 'shop')).toEqual(expected);
});
