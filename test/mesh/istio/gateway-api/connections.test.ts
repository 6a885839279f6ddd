import { expect, test } from '@jest/globals';
import { connectionRoutes } from '../../../../mesh/istio/gateway-api/connections.js';
import { readListeners } from '../../../../mesh/istio/gateway-api/listeners.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { gatewayApiObject, serviceOf } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const gate = gatewayApiObject(
  'Gateway',
  'gate',
  '{gatewayClassName: istio, listeners: [{name: tls, port: 443, protocol: TLS, hostname: "*.example", tls: {mode: Passthrough}}, {name: tcp, port: 90, protocol: TCP}]}',
);
const route = (kind: string, parent: string, rest = '', backends = '{name: db, port: 5432}') =>
  gatewayApiObject(kind, 'r', `{parentRefs: [{${parent}}], rules: [{backendRefs: [${backends}]}]${rest}}`).replace(
    'k8s.io/v1\n',
    `k8s.io/${kind === 'TCPRoute' ? 'v1alpha2' : 'v1'}\n`,
  );
const read = (text: string) => {
  const mesh = buildMesh(resourcesOf(gate + serviceOf('db') + text));
  return connectionRoutes(mesh, readListeners(mesh));
};
const inMesh = 'group: "", kind: Service, name: db';

test('a TCPRoute takes every connection of its listener', () => {
  expect(read(route('TCPRoute', 'name: gate, sectionName: tcp'))).toMatchObject([
    {
      label: 'TCPRoute shop/r',
      hosts: ['*'],
      tls: [],
      tcp: [
        {
          label: 'TCPRoute shop/r rules[0]',
          matches: [{ sniHosts: [] }],
          destinations: [{ host: 'db.shop.svc.cluster.local', port: 5432, weight: 1 }],
        },
      ],
    },
  ]);
});

test.each([
  ['its hostnames', ', hostnames: [A.example]', [['a.example', ['a.example']]]],
  ['what it shares with the listener', ', hostnames: ["*"]', [['*.example', ['*.example']]]],
  ['the hostname of the listener where it has none', '', [['*.example', ['*.example']]]],
])('a TLSRoute takes %s', (_, hostnames, expected) => {
  const found = read(route('TLSRoute', 'name: gate, sectionName: tls', hostnames));
  expect(found.map(({ hosts, tls }) => [hosts[0], tls[0]?.matches[0]?.sniHosts])).toEqual(expected);
});

test.each([
  ['the host of the Service', '', ['db.shop.svc.cluster.local']],
  ['the hostnames that are written', ', hostnames: [a.example]', ['a.example']],
])('a TLSRoute of a Service takes %s as server names', (_, hostnames, expected) => {
  const [source] = read(route('TLSRoute', inMesh, hostnames));
  expect([source?.hosts, source?.tls[0]?.matches[0]?.sniHosts]).toEqual([['db.shop.svc.cluster.local'], expected]);
});

test.each([
  ['weights', '{name: db, port: 1, weight: 3}, {name: b, port: 1, weight: 0}', [['db.shop.svc.cluster.local', 3]]],
  ['no backend, which refuses', '{name: db, port: 1, weight: 0}', [['', 1]]],
  ['a backend of another namespace without a grant', '{name: db, namespace: data, port: 1}', [['', 1]]],
  ['a backend of another kind', '{group: x, kind: Y, name: db, port: 1}', [['', 1]]],
])('destinations: %s', (_, backends, expected) => {
  const [source] = read(route('TCPRoute', 'name: gate, sectionName: tcp', '', backends));
  expect(source?.tcp[0]?.destinations.map(({ host, weight }) => [host, weight])).toEqual(expected);
});
