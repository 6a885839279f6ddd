import { describe, expect, test } from '@jest/globals';
import { SidecarScopes } from '../../../mesh/istio/sidecar-scope.js';
import { readVirtualServices } from '../../../mesh/istio/virtual-service.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, meshConfigOf, serviceOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const sidecar = (name: string, spec: string, namespace = 'shop', created = '') =>
  istioObject('Sidecar', name, `{${spec}}`, namespace, { created });
const route = (name: string, spec: string, namespace = 'shop') => istioObject('VirtualService', name, spec, namespace);
const scopesOf = (text: string) => {
  const mesh = buildMesh(resourcesOf(text));
  return new SidecarScopes(mesh, readVirtualServices(mesh));
};
const scopeOf = (text: string, labels = {}) => scopesOf(text).of('shop', labels);
const names = (text: string) => [...scopeOf(text).services.keys()].map((host) => host.split('.').slice(0, 2).join('.')).sort();
const services = serviceOf('cart') + serviceOf('db', 'data');

describe('the Sidecar of a workload is', () => {
  const selecting = sidecar('s', 'workloadSelector: {labels: {app: cart}}');
  test.each([
    ['none', '', ''],
    ['the one that selects it', sidecar('a', '') + selecting, 'Sidecar shop/s'],
    ['that of the root namespace', sidecar('r', '', 'istio-system'), 'Sidecar istio-system/r'],
    ['that of its namespace before it', sidecar('a', '') + sidecar('r', '', 'istio-system'), 'Sidecar shop/a'],
    ['the oldest', sidecar('a', '', 'shop', '2025') + sidecar('z', '', 'shop', '2024'), 'Sidecar shop/z'],
    [
      'none of the root namespace with a selector',
      sidecar('r', 'workloadSelector: {labels: {app: cart}}', 'istio-system'),
      '',
    ],
  ])('%s', (_, text, label) => {
    expect(scopeOf(text, { app: 'cart' }).label).toBe(label);
  });
});

describe('a sidecar knows', () => {
  test.each([
    ['everything without a Sidecar', '', ['cart.shop', 'db.data']],
    ['what its Sidecar imports', sidecar('a', 'egress: [{hosts: ["./*"]}]'), ['cart.shop']],
    ['what is not kept out', sidecar('a', 'egress: [{hosts: ["*/*", "~data/*"]}]'), ['cart.shop']],
    ['nothing with ~/*', sidecar('a', 'egress: [{hosts: ["~/*"]}]'), []],
    [
      'ports that a listener is for',
      sidecar('a', 'egress: [{port: {number: 81, protocol: HTTP, name: p}, hosts: ["*/*"]}]'),
      [],
    ],
    [
      'what its routes send to',
      sidecar('a', 'egress: [{hosts: ["./*"]}]') +
        route('v', '{hosts: [cart], http: [{route: [{destination: {host: db.data.svc.cluster.local}}]}]}'),
      ['cart.shop', 'db.data'],
    ],
  ])('%s', (_, text, expected) => {
    expect(names(services + text)).toEqual(expected);
  });

  test('no service that is not exported to it', () => {
    const hidden = serviceOf('db', 'data').replace(
      '{name: db',
      '{annotations: {networking.istio.io/exportTo: "."}, name: db',
    );
    expect(names(serviceOf('cart') + hidden)).toEqual(['cart.shop']);
  });

  test('routes for hosts that it imports: private ones first, then exported ones, then public ones', () => {
    const text =
      route('public', '{hosts: [cart]}') +
      route('exported', '{hosts: [cart.shop.svc.cluster.local], exportTo: [shop]}', 'lab') +
      route('private', '{hosts: [cart], exportTo: ["."]}') +
      route('other', '{hosts: [db.data.svc.cluster.local]}', 'data');
    const sources = (spec: string) =>
      scopeOf(services + text + spec).listeners.map((one) => one.sources.map(({ name }) => name));
    expect(sources('')).toEqual([['private', 'exported', 'other', 'public']]);
    expect(sources(sidecar('a', 'egress: [{hosts: ["./*"]}]'))).toEqual([['private', 'public']]);
  });
});

test.each([
  ['', '', 'ALLOW_ANY'],
  ['{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}', '', 'REGISTRY_ONLY'],
  ['{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}', 'outboundTrafficPolicy: {mode: ALLOW_ANY}', 'ALLOW_ANY'],
  // REGISTRY_ONLY is the first of the modes, so what Istio reads where none is written.
  ['', 'outboundTrafficPolicy: {}', 'REGISTRY_ONLY'],
])('with settings "%s" and the Sidecar "%s" the rest is %s', (settings, spec, expected) => {
  const text = (settings === '' ? '' : meshConfigOf(settings)) + (spec === '' ? '' : sidecar('a', spec));
  expect(scopeOf(text).outboundTrafficPolicy).toBe(expected);
});

test('the egress proxy and the ingress listeners of a Sidecar', () => {
  const scopes = scopesOf(
    sidecar(
      'a',
      'outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: cart, port: {number: 80}, subset: v1}}, ingress: [{port: {number: 9080, protocol: HTTP, name: h}}]',
    ),
  );
  expect(scopes.of('shop', {}).egressProxy).toEqual({ host: 'cart.shop.svc.cluster.local', port: 80, subset: 'v1' });
  expect(scopes.ingressOf('shop', {})).toEqual([{ port: 9080, protocol: 'http', target: 9080 }]);
  expect(scopes.ingressOf('lab', {})).toEqual([]);
});

test('no Sidecar narrows a gateway', () => {
  const scope = scopesOf(services + sidecar('a', 'egress: [{hosts: ["./*"]}]')).ofGateway('shop');
  expect([scope.label, scope.services.size]).toEqual(['', 2]);
});
