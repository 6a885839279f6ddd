import { expect, test } from '@jest/globals';
import { gatewayApiChecks } from '../../../../mesh/analysis/checks/gateway-api/index.js';
import { namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { foundBy, gatewayApiObject } from './found.js';

const base =
  namespaceOf('shop') +
  namespaceOf('bank') +
  serviceOf('cart') +
  workloadOf('cart') +
  serviceOf('pay', 'bank') +
  workloadOf('pay', 'bank') +
  gatewayApiObject(
    'Gateway',
    'front',
    '{gatewayClassName: istio, listeners: [{name: web, port: 80, protocol: HTTP, hostname: "*.example.com"}, {name: raw, port: 90, protocol: TCP}]}',
  );
const route = (parent: string, backend = 'name: cart, port: 80', namespace = 'shop', hosts = 'a.example.com') =>
  gatewayApiObject(
    'HTTPRoute',
    'r',
    `{parentRefs: [{${parent}}], hostnames: [${hosts}], rules: [{backendRefs: [{${backend}}]}]}`,
    namespace,
  );
const grant = (namespace: string) =>
  gatewayApiObject(
    'ReferenceGrant',
    'g',
    `{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${namespace}}], to: [{group: "", kind: Service}]}`,
    'bank',
  );
const pay = 'name: pay, namespace: bank, port: 80';
const parent = (name: string, namespace = 'shop') => `HTTPRoute ${namespace}/${name} spec.parentRefs.0`;
const backend = 'HTTPRoute shop/r spec.rules.0.backendRefs.0';

test.each([
  ['a parent that takes it', route('name: front'), []],
  ['a listener of it', route('name: front, sectionName: web'), []],
  ['a listener that it does not have', route('name: front, sectionName: wep'), [`ASM0032 ${parent('r')}`]],
  ['another port', route('name: front, port: 81'), [`ASM0032 ${parent('r')}`]],
  ['a listener of another protocol', route('name: front, sectionName: raw'), [`ASM0032 ${parent('r')}`]],
  ['hosts that it does not have', route('name: front', undefined, 'shop', 'a.example.org'), [`ASM0032 ${parent('r')}`]],
  [
    'a parent that takes only its own namespace',
    route('name: front, namespace: shop', 'name: pay, port: 80', 'bank'),
    [`ASM0032 ${parent('r', 'bank')}`],
  ],
  ['a misspelt parent', route('name: frontt'), [`IST0101 ${parent('r')}`]],
  ['a parent elsewhere', route('name: other, namespace: edge'), [`IST0101 ${parent('r')} assumed`]],
  ['a backend without a grant', route('name: front', pay), [`ASM0032 ${backend}`]],
  ['a backend with a grant for others', route('name: front', pay) + grant('lab'), [`ASM0032 ${backend}`]],
  ['a backend with a grant', route('name: front', pay) + grant('shop'), []],
  ['a backend without the port', route('name: front', 'name: cart, port: 81'), [`IST0101 ${backend}.port`]],
  [
    'a class that is nearly one of Istio',
    gatewayApiObject('Gateway', 'g', '{gatewayClassName: istoi, listeners: []}'),
    ['IST0101 Gateway shop/g spec.gatewayClassName'],
  ],
  ['a class of another controller', gatewayApiObject('Gateway', 'g', '{gatewayClassName: nginx, listeners: []}'), []],
])('%s', (_, yaml, expected) => {
  expect(foundBy(gatewayApiChecks, base + yaml)).toEqual(expected);
});
