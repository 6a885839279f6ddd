import { expect, test } from '@jest/globals';
import { referenceChecks } from '../../../../mesh/analysis/checks/references/index.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { foundBy, gatewayApiObject } from './found.js';

const shop = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart');
const found = (yaml: string) => foundBy(referenceChecks, shop + yaml);
const account = '---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: machines, namespace: shop}\n';
const group = (name: string) => istioObject('WorkloadGroup', 'g', `{template: {serviceAccount: ${name}}}`);
const targeting = (kind: string, name: string, target = 'group: "", kind: Service') =>
  istioObject(kind, 'p', `{targetRefs: [{${target}, name: ${name}}]}`);

test.each([
  [
    'policies that select nothing',
    istioObject('PeerAuthentication', 'p', '{selector: {matchLabels: {app: cat}}}'),
    ['IST0127 PeerAuthentication shop/p spec.selector'],
  ],
  [
    'policies for pods without a proxy, which take plain text anyway',
    namespaceOf('old', '{istio-injection: disabled}') +
      workloadOf('db', 'old') +
      istioObject('PeerAuthentication', 'p', '{selector: {matchLabels: {app: db}}, mtls: {mode: PERMISSIVE}}', 'old') +
      istioObject('PeerAuthentication', 'q', '{selector: {matchLabels: {app: db}}, mtls: {mode: STRICT}}', 'old'),
    ['IST0127 PeerAuthentication old/q spec.selector'],
  ],
  [
    'policies that select something',
    istioObject('RequestAuthentication', 'p', '{selector: {matchLabels: {app: cart}}}'),
    [],
  ],
  [
    'a namespace that sees an object',
    istioObject('DestinationRule', 'd', '{host: cart, exportTo: [., "*", shop, shopp]}'),
    ['IST0101 DestinationRule shop/d spec.exportTo.3'],
  ],
  [
    'a namespace elsewhere',
    istioObject('VirtualService', 'v', '{hosts: [cart], exportTo: [bank]}'),
    ['IST0101 VirtualService shop/v spec.exportTo.0 assumed'],
  ],
  [
    'a namespace that a grant lets in',
    gatewayApiObject(
      'ReferenceGrant',
      'r',
      '{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shopp}], to: [{group: "", kind: Service}]}',
    ),
    ['IST0101 ReferenceGrant shop/r spec.from.0.namespace'],
  ],
  [
    'hosts that a Sidecar imports',
    istioObject(
      'Sidecar',
      's',
      '{egress: [{hosts: [./cart.shop.svc.cluster.local, "*/*.example.com", ./carts.shop.svc.cluster.local, lab/cart.shop.svc.cluster.local]}]}',
    ),
    [2, 3].map((index) => `IST0101 Sidecar shop/s spec.egress.0.hosts.${index}`),
  ],
  [
    'waypoints',
    namespaceOf('lab', '{istio.io/use-waypoint: waypiont}') +
      gatewayApiObject('Gateway', 'waypoint', '{gatewayClassName: istio-waypoint, listeners: []}', 'lab'),
    ['IST0101 Namespace lab metadata.labels.istio.io/use-waypoint'],
  ],
  ['no waypoint on purpose', namespaceOf('lab', '{istio.io/use-waypoint: none}'), []],
  ['targets', targeting('RequestAuthentication', 'cart'), []],
  [
    'targets that do not exist',
    targeting('RequestAuthentication', 'pay'),
    ['IST0101 RequestAuthentication shop/p spec.targetRefs.0'],
  ],
  [
    'Gateways elsewhere',
    targeting('AuthorizationPolicy', 'g', 'group: gateway.networking.k8s.io, kind: Gateway'),
    ['IST0101 AuthorizationPolicy shop/p spec.targetRefs.0 assumed'],
  ],
  ['accounts', account + group('machines'), []],
  [
    'accounts that do not exist',
    account + group('other'),
    ['IST0101 WorkloadGroup shop/g spec.template.serviceAccount'],
  ],
  ['accounts of which the files have none', group('other'), []],
])('%s', (_, yaml, expected) => {
  expect(found(yaml)).toEqual(expected);
});
