import { describe, expect, test } from '@jest/globals';
import { bindingsOf, configOf, refusedParents, routesOf } from '../../../../mesh/istio/gateway-api/bindings.js';
import { readListeners } from '../../../../mesh/istio/gateway-api/listeners.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { gatewayApiObject, istioObject, serviceOf } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const gate = gatewayApiObject(
  'Gateway',
  'gate',
  '{gatewayClassName: istio, listeners: [{name: all, port: 80, protocol: HTTP}, {name: one, port: 80, protocol: HTTP, hostname: a.example}, {name: raw, port: 90, protocol: TCP}]}',
);
const route = (parent: string, hostnames = '', namespace = 'shop') =>
  gatewayApiObject('HTTPRoute', 'r', `{parentRefs: [{${parent}}], hostnames: [${hostnames}]}`, namespace);
const found = (text: string) => {
  const mesh = buildMesh(resourcesOf(gate + text));
  const listeners = readListeners(mesh);
  const [own] = routesOf(mesh, 'HTTPRoute');
  if (own === undefined) {
    throw new Error('there is no route');
  }
  return { bindings: bindingsOf(mesh, listeners, own), refused: refusedParents(mesh, listeners, own), route: own };
};
const hosts = (text: string) => found(text).bindings.map((one) => `${one.hostname || '*'}: ${one.hosts.join()}`);

describe('a route binds', () => {
  test.each([
    [
      'to the listeners that have its hosts',
      route('name: gate', 'a.example, b.example'),
      ['*: b.example', 'a.example: a.example,b.example'],
    ],
    ['to every listener of its kind without hosts', route('name: gate'), ['*: *', 'a.example: *']],
    ['to a listener by name', route('name: gate, sectionName: all', 'b.example'), ['*: b.example']],
    ['to no listener of another port', route('name: gate, port: 90'), []],
    ['to no listener without its hosts', route('name: gate, sectionName: one', 'b.example'), []],
    ['to no gateway of another namespace', route('name: gate, namespace: lab'), []],
    ['to no listener that is for its own namespace', route('name: gate, namespace: shop', '', 'lab'), []],
  ])('%s', (_, text, expected) => {
    expect(hosts(text)).toEqual(expected);
  });

  test('to the listener with the most specific hostname', () => {
    const wide = gate.replace(
      'name: all, port: 80, protocol: HTTP',
      'name: all, port: 80, protocol: HTTP, hostname: "*.example"',
    );
    const text = wide.replace('hostname: a.example', 'hostname: "*.a.example"').replace('name: gate', 'name: wide');
    expect(hosts(text + route('name: wide', 'x.a.example'))).toEqual(['*.example: ', '*.a.example: x.a.example']);
  });

  test('to a host of the mesh', () => {
    const entry = istioObject(
      'ServiceEntry',
      'db',
      '{hosts: [DB.example], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
    );
    const bound = (parent: string) => found(serviceOf('cart') + entry + route(parent)).bindings;
    expect(bound('group: "", kind: Service, name: cart, port: 80')).toEqual([
      { gateway: 'mesh', key: 'shop/80', hosts: ['cart.shop.svc.cluster.local'], inMesh: true, port: 80, hostname: '' },
    ]);
    expect(bound('group: networking.istio.io, kind: ServiceEntry, name: db')).toMatchObject([
      { key: 'shop', hosts: ['db.example'] },
    ]);
    expect(bound('group: "", kind: Service, name: none')).toEqual([]);
  });
});

describe('a parent refuses a route because', () => {
  test.each([
    ['name: gate, sectionName: none', '', 'it has no listener none, only all, one, raw'],
    ['name: gate, port: 81', '', 'no listener has port 81'],
    ['name: gate, port: 90', '', 'its listeners take no HTTPRoute'],
    [
      'name: gate, sectionName: one',
      'b.example',
      'its listeners are for a.example, which is none of the hostnames of the route',
    ],
  ])('%s %s', (parent, hostnames, reason) => {
    expect(found(route(parent, hostnames)).refused).toEqual([
      { index: 0, parent: 'Gateway shop/gate', missing: undefined, reason, needsLabels: false },
    ]);
  });

  test('it is for routes of its own namespace', () => {
    expect(found(route('name: gate, namespace: shop', '', 'lab')).refused).toMatchObject([
      { reason: 'its allowedRoutes let in no routes of namespace lab' },
    ]);
  });

  test('it does not exist', () => {
    expect(found(route('name: none')).refused).toEqual([
      {
        index: 0,
        parent: 'Gateway shop/none',
        missing: { kind: 'Gateway', name: 'none', namespace: 'shop' },
        reason: '',
        needsLabels: false,
      },
    ]);
    expect(found(route('name: gate')).refused).toEqual([]);
  });
});

test('what is made of a route has its name, and is for every namespace', () => {
  const made = configOf(found(route('name: gate')).route, 'shop/gate~all', 'a.example');
  expect(made).toEqual({
    label: 'HTTPRoute shop/r',
    name: 'shop~gate~all~a.example',
    namespace: 'shop',
    created: '',
    hosts: ['a.example'],
    gateways: ['shop/gate~all'],
    visibility: '*',
    isGatewayApi: true,
  });
});
