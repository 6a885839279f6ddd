import { describe, expect, test } from '@jest/globals';
import { conditionChecks } from '../../../../mesh/analysis/checks/conditions/index.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { foundBy } from './found.js';

const cart = (port: string) => serviceOf('cart', 'shop', `{selector: {app: cart}, ports: [${port}]}`);
const shop =
  namespaceOf('shop') +
  cart('{name: http, port: 80, targetPort: 8080}') +
  workloadOf('cart', 'shop', { pod: ', ports: [{name: web, containerPort: 8080}]' });
const found = (yaml: string) => foundBy(conditionChecks, shop + yaml);
const operation = (text: string, action = 'ALLOW') =>
  istioObject('AuthorizationPolicy', 'p', `{action: ${action}, rules: [{to: [{operation: {${text}}}]}]}`);
const at = 'AuthorizationPolicy shop/p spec.rules.0.to.0.operation';

describe('methods and hosts of policies', () => {
  test.each([
    ['methods', 'methods: [GET, "P*", "*ET", PURGE, PROPFIND]', []],
    ['a method in small letters', 'methods: [GET, get]', [`ASM0026 ${at}.methods.1`]],
    ['a method of gRPC', 'notMethods: [/shop.Cart/Add]', [`ASM0026 ${at}.notMethods.0`]],
    ['names of a Service', 'hosts: [cart, cart.shop, cart.shop.svc.cluster.local, "cart:80", "cart:*"]', []],
    ['a misspelt name', 'hosts: [carts]', [`ASM0026 ${at}.hosts.0`]],
    ['a name that the namespace does not have', 'notHosts: [payment.shop]', [`ASM0026 ${at}.notHosts.0`]],
    ['names of others', 'hosts: [pay.bank, "*.example.com", shop.example.com]', []],
  ])('%s', (_, text, expected) => {
    expect(found(operation(text))).toEqual(expected);
  });
});

describe('ports', () => {
  test.each([
    ['of the pods in a policy', operation('ports: ["8080"]'), []],
    ['of the Service in a policy', operation('ports: ["80"]', 'DENY'), [`ASM0024 ${at}.ports.0`]],
    ['that nothing leads to', operation('ports: ["9999"]'), []],
    [
      'of the Service in a PeerAuthentication',
      istioObject(
        'PeerAuthentication',
        'p',
        '{selector: {matchLabels: {app: cart}}, portLevelMtls: {80: {mode: DISABLE}, 8080: {mode: STRICT}}}',
      ),
      ['ASM0024 PeerAuthentication shop/p spec.portLevelMtls.80'],
    ],
    [
      'of the pods, and of nothing, in a DestinationRule',
      istioObject(
        'DestinationRule',
        'd',
        '{host: cart, trafficPolicy: {portLevelSettings: [{port: {number: 80}}, {port: {number: 8080}}, {port: {number: 9}}]}}',
      ),
      [1, 2].map((index) => `ASM0024 DestinationRule shop/d spec.trafficPolicy.portLevelSettings.${index}.port`),
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });

  test('by name', () => {
    const named = (name: string) =>
      found(
        serviceOf('front', 'shop', `{selector: {app: cart}, ports: [{name: http, port: 80, targetPort: ${name}}]}`),
      );
    expect(named('web')).toEqual([]);
    expect(named('wep')).toEqual(['ASM0024 Service shop/front spec.ports.0.targetPort']);
  });
});

describe('delegates', () => {
  const root = (match: string, name = 'leaf') =>
    istioObject('VirtualService', 'root', `{hosts: [cart], http: [{match: [${match}], delegate: {name: ${name}}}]}`);
  const leaf = (http: string, rest = '') => istioObject('VirtualService', 'leaf', `{${rest}http: [${http}]}`);
  const to = 'route: [{destination: {host: cart}}]';
  const path = (prefix: string) => `{uri: {prefix: ${prefix}}}`;
  test.each([
    ['within the root', root(path('/a')) + leaf(`{match: [${path('/a/b')}], ${to}}`), []],
    [
      'one rule outside it',
      root(path('/a')) + leaf(`{match: [${path('/a/b')}], ${to}}, {match: [${path('/')}], ${to}}`),
      ['ASM0026 VirtualService shop/leaf spec.http.1'],
    ],
    [
      'with hosts of their own',
      root(path('/a')) + leaf(`{${to}}`, 'hosts: [pay], '),
      ['ASM0026 VirtualService shop/root spec.http.0.delegate'],
    ],
    [
      'that the root does not see',
      root(path('/a')) + leaf(`{${to}}`, 'exportTo: [lab], '),
      ['ASM0026 VirtualService shop/root spec.http.0.delegate'],
    ],
    [
      'that do not exist',
      root(path('/a'), 'none') + leaf(`{${to}}`),
      ['IST0101 VirtualService shop/root spec.http.0.delegate'],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });
});
