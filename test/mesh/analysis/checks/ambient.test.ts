import { expect, test } from '@jest/globals';
import { ambientChecks } from '../../../../mesh/analysis/checks/ambient/index.js';
import { gatewayOf, istioObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { foundBy, gatewayApiObject } from './found.js';

const waypoint = gatewayApiObject(
  'Gateway',
  'waypoint',
  '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}',
);
const shop = (labels = '') =>
  namespaceOf('shop', `{istio.io/dataplane-mode: ambient${labels}}`) + serviceOf('cart') + workloadOf('cart');
const withWaypoint = shop(', istio.io/use-waypoint: waypoint') + waypoint;
const policy = (kind: string, spec: string) =>
  istioObject(kind, 'p', spec, 'shop', kind === 'WasmPlugin' ? { group: 'extensions' } : {});
const selecting = 'selector: {matchLabels: {app: cart}}';
const targeting = 'targetRefs: [{group: "", kind: Service, name: cart}]';
const byMethod = 'rules: [{to: [{operation: {methods: [GET]}}]}]';
const byPort = 'rules: [{to: [{operation: {ports: ["80"]}}]}]';
const found = (yaml: string) => foundBy(ambientChecks, yaml);

test.each([
  ['AuthorizationPolicy', byMethod],
  ['RequestAuthentication', 'jwtRules: [{issuer: i}]'],
  ['Telemetry', 'tracing: [{randomSamplingPercentage: 1}]'],
  ['WasmPlugin', 'url: oci://x/y'],
])('a %s needs a waypoint and has to name it', (kind, spec) => {
  const [selected, targeted] = [policy(kind, `{${selecting}, ${spec}}`), policy(kind, `{${targeting}, ${spec}}`)];
  expect(found(shop() + selected)).toEqual([`ASM0031 ${kind} shop/p spec.selector`]);
  expect(found(withWaypoint + selected)).toEqual([`ASM0031 ${kind} shop/p spec.selector`]);
  expect(found(shop() + targeted)).toEqual([`ASM0031 ${kind} shop/p`]);
  expect(found(withWaypoint + targeted)).toEqual([]);
});

test('what is not about HTTP needs none', () => {
  expect(found(shop() + policy('AuthorizationPolicy', `{${selecting}, ${byPort}}`))).toEqual([]);
  expect(found(shop() + policy('Telemetry', `{${selecting}, metrics: [{providers: [{name: prometheus}]}]}`))).toEqual(
    [],
  );
});

test('routes and settings need a waypoint', () => {
  const route = istioObject('VirtualService', 'v', '{hosts: [cart], http: [{route: [{destination: {host: cart}}]}]}');
  const rule = (settings: string) => istioObject('DestinationRule', 'd', `{host: cart, trafficPolicy: {${settings}}}`);
  const ejecting = rule('outlierDetection: {consecutive5xxErrors: 3}');
  expect(found(shop() + route + ejecting)).toEqual(['ASM0031 DestinationRule shop/d', 'ASM0031 VirtualService shop/v']);
  expect(found(withWaypoint + route + ejecting)).toEqual([]);
  expect(found(shop() + rule('connectionPool: {tcp: {maxConnections: 3}}'))).toEqual([]);
  expect(found(shop() + gatewayOf('edge') + ejecting)).toEqual(['ASM0031 DestinationRule shop/d']);
});

test('a waypoint follows what is in its own namespace and in that of the service, and rules of the root namespace', () => {
  const host = 'cart.shop.svc.cluster.local';
  const route = (namespace: string) =>
    istioObject(
      'VirtualService',
      'v',
      `{hosts: [${host}], http: [{route: [{destination: {host: ${host}}}]}]}`,
      namespace,
    );
  const rule = (namespace: string) =>
    istioObject(
      'DestinationRule',
      'd',
      `{host: ${host}, trafficPolicy: {outlierDetection: {interval: 1s}}}`,
      namespace,
    );
  const inNamespace = (namespace: string) => found(withWaypoint + route(namespace) + rule(namespace));
  expect(inNamespace('shop')).toEqual([]);
  expect(inNamespace('lab')).toEqual(['ASM0031 DestinationRule lab/d', 'ASM0031 VirtualService lab/v']);
  expect(inNamespace('istio-system')).toEqual(['ASM0031 VirtualService istio-system/v']);
  const shared =
    shop(', istio.io/use-waypoint: waypoint, istio.io/use-waypoint-namespace: lab') +
    waypoint
      .replace('namespace: shop', 'namespace: lab')
      .replace('protocol: HBONE', 'protocol: HBONE, allowedRoutes: {namespaces: {from: All}}');
  expect(found(shared + route('lab') + rule('lab'))).toEqual([]);
});
