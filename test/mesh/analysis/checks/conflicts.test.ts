import { describe, expect, test } from '@jest/globals';
import { conflictChecks } from '../../../../mesh/analysis/checks/conflicts/index.js';
import { gatewayOf, istioObject, namespaceOf, plainGateway, serviceOf, workloadOf } from '../../objects.js';
import { foundBy, gatewayApiObject } from './found.js';

const shop = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart', 'shop', { labels: ', tier: web' });
const found = (yaml: string) => foundBy(conflictChecks, shop + yaml);
const peer = (name: string, spec: string, namespace = 'shop', created = '') =>
  istioObject('PeerAuthentication', name, spec, namespace, { created });
const rule = (name: string, spec: string, namespace = 'shop') => istioObject('DestinationRule', name, spec, namespace);

describe('PeerAuthentications', () => {
  test.each([
    ['for one namespace', peer('a', '{mtls: {mode: STRICT}}') + peer('b', '{}'), ['ASM0025 PeerAuthentication shop/b']],
    ['for two namespaces', peer('a', '{}') + peer('b', '{}', 'lab'), []],
    [
      'of which the first by name is younger',
      peer('a', '{}', 'shop', '2026-02-01T00:00:00Z') + peer('b', '{}', 'shop', '2026-01-01T00:00:00Z'),
      ['ASM0025 PeerAuthentication shop/a'],
    ],
    [
      'whose selectors meet at a workload',
      peer('a', '{selector: {matchLabels: {app: cart}}}') + peer('b', '{selector: {matchLabels: {tier: web}}}'),
      ['ASM0025 PeerAuthentication shop/b'],
    ],
    ['for the namespace and for a workload', peer('a', '{}') + peer('b', '{selector: {matchLabels: {tier: web}}}'), []],
    [
      'that select in the root namespace',
      peer('a', '{selector: {matchLabels: {app: cart}}}', 'istio-system'),
      ['ASM0025 PeerAuthentication istio-system/a spec.selector'],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });
});

describe('Telemetries', () => {
  const telemetry = (name: string, spec: string, namespace = 'shop') => istioObject('Telemetry', name, spec, namespace);
  const target = (name: string, kind = 'Gateway', group = 'gateway.networking.k8s.io') =>
    `{targetRefs: [{kind: ${kind}, group: ${group}, name: ${name}}]}`;
  test.each([
    [
      'for one waypoint',
      telemetry('a', target('waypoint')) + telemetry('b', target('waypoint')),
      ['ASM0025 Telemetry shop/b spec.targetRefs'],
    ],
    ['for several waypoints', telemetry('a', target('one')) + telemetry('b', target('two')), []],
    ['for waypoints of two namespaces', telemetry('a', target('one')) + telemetry('b', target('one'), 'lab'), []],
    ['for a Gateway and a Service', telemetry('a', target('one')) + telemetry('b', target('one', 'Service', "''")), []],
    ['one for a waypoint, one for all', telemetry('a', target('one')) + telemetry('b', '{}'), []],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });
});

describe('DestinationRules for one host', () => {
  const subset = '{name: v1, labels: {version: v1}}';
  test.each([
    [
      'with one subset',
      rule('a', `{host: cart, subsets: [${subset}]}`) +
        rule('b', `{host: cart.shop.svc.cluster.local, subsets: [${subset}]}`),
      ['ASM0025 DestinationRule shop/b spec.subsets'],
    ],
    [
      'with two traffic policies',
      rule('a', '{host: cart, trafficPolicy: {tls: {mode: DISABLE}}}') +
        rule('b', '{host: cart, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}'),
      ['ASM0025 DestinationRule shop/b spec.trafficPolicy'],
    ],
    [
      'that add to each other',
      rule('a', '{host: cart, trafficPolicy: {tls: {mode: DISABLE}}}') +
        rule('b', `{host: cart, subsets: [${subset}]}`),
      [],
    ],
    [
      'in two namespaces',
      rule('a', `{host: cart, subsets: [${subset}]}`) +
        rule('b', `{host: cart.shop.svc.cluster.local, subsets: [${subset}]}`, 'lab'),
      [],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });
});

describe('routes of one host at a gateway', () => {
  const door = gatewayOf('edge') + plainGateway('door', 'edge');
  const routes = (name: string, http: string) =>
    istioObject('VirtualService', name, `{hosts: [a.example.com], gateways: [door], http: [${http}]}`);
  const to = 'route: [{destination: {host: cart}}]';
  test.each([
    ['both for every path', `{${to}}`, `{${to}}`, ['ASM0025 VirtualService shop/b spec.http.0']],
    ['for different paths', `{match: [{uri: {prefix: /a}}], ${to}}`, `{match: [{uri: {prefix: /b}}], ${to}}`, []],
    [
      'for a path below another',
      `{match: [{uri: {prefix: /a}}], ${to}}`,
      `{match: [{uri: {prefix: /a/b}}], ${to}}`,
      ['ASM0025 VirtualService shop/b spec.http.0'],
    ],
    ['for all of them after one path, since those come last', `{${to}}`, `{match: [{uri: {prefix: /b}}], ${to}}`, []],
    [
      'told apart by a header',
      `{match: [{uri: {prefix: /a}, headers: {x: {exact: y}}}], ${to}}`,
      `{match: [{uri: {prefix: /a}}], ${to}}`,
      [],
    ],
  ])('%s', (_, first, second, expected) => {
    expect(found(door + routes('a', first) + routes('b', second))).toEqual(expected);
  });
});

describe('Gateways of the Gateway API', () => {
  const listener = (name: string, host: string) => `{name: ${name}, port: 80, protocol: HTTP, hostname: ${host}}`;
  const gateway = (name: string, rest: string) =>
    gatewayApiObject('Gateway', name, `{gatewayClassName: istio, ${rest}}`);

  test('have listeners of one host', () => {
    const two = (host: string) =>
      found(gateway('g', `listeners: [${listener('a', 'a.example.com')}, ${listener('b', host)}]`));
    expect(two('a.example.com')).toEqual(['ASM0025 Gateway shop/g spec.listeners.1']);
    expect(two('b.example.com')).toEqual([]);
  });

  test('ask for one address', () => {
    const at = (name: string, address: string) =>
      gateway(name, `addresses: [{value: ${address}}], listeners: [${listener('a', `${name}.example.com`)}]`);
    expect(found(at('a', '10.0.0.1') + at('b', '10.0.0.1'))).toEqual(['ASM0025 Gateway shop/b spec.addresses.0']);
    expect(found(at('a', '10.0.0.1') + at('b', '10.0.0.2'))).toEqual([]);
  });
});

describe('ServiceEntries for one host', () => {
  const entry = (name: string, port: number, rest = 'resolution: DNS', namespace = 'shop') =>
    istioObject(
      'ServiceEntry',
      name,
      `{hosts: [api.example.com], ports: [{number: ${port}, name: http, protocol: HTTP}], ${rest}}`,
      namespace,
    );
  test.each([
    ['and one port', entry('a', 80) + entry('b', 80), ['ASM0025 ServiceEntry shop/b spec.ports']],
    ['and two ports', entry('a', 80) + entry('b', 81), []],
    [
      'of one namespace with two resolutions',
      entry('a', 80) + entry('b', 81, 'resolution: NONE'),
      ['ASM0025 ServiceEntry shop/b spec.ports'],
    ],
    [
      'that no namespace sees both',
      entry('a', 80, 'resolution: DNS, exportTo: [.]') + entry('b', 80, 'resolution: DNS, exportTo: [.]', 'lab'),
      [],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });
});

test('WorkloadGroups with the same labels', () => {
  const group = (name: string, label: string) =>
    istioObject('WorkloadGroup', name, `{metadata: {labels: {app: ${label}}}, template: {}}`);
  expect(found(group('a', 'vm') + group('b', 'vm'))).toEqual(['ASM0025 WorkloadGroup shop/b spec.metadata.labels']);
  expect(found(group('a', 'vm') + group('b', 'other'))).toEqual([]);
});
